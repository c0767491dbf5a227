import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { redactActivity } from '../../bot/middleware/redaction.ts';
import { plainWords } from '../../bot/rendering/markdown.ts';
import { internalReceipt } from '../../bot/runner/conversation-order.ts';
import { createReadActivity } from '../../bot/runner/read-activity.ts';
import { joinMessages, questionOf, type Recording, ReplayError, type Said } from './recording.ts';

/** Between two activities without a time, ms. */
const pause = 20_000;
const action = z.looseObject({ title: z.string().optional(), data: z.unknown() });
const card = z.looseObject({
  speak: z.string().optional(),
  body: z.array(z.looseObject({ text: z.string().optional() })).optional(),
  actions: z.array(action).optional(),
});
/** What is read of an activity: https://github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity */
const activity = z.looseObject({
  type: z.string(),
  timestamp: z.iso.datetime({ offset: true }).optional(),
  channelId: z.string().optional(),
  from: z.looseObject({ id: z.string(), role: z.string().optional() }),
  conversation: z.looseObject({ id: z.string(), conversationType: z.string().optional() }),
  text: z.string().nullish(),
  attachments: z.array(z.looseObject({ contentType: z.string().optional(), content: z.unknown() })).nullish(),
});
type Recorded = z.infer<typeof activity>;

/** What was said in a Bot Framework transcript, an array of activities. @throws ReplayError */
export async function readTranscript(file: string, value: readonly unknown[]): Promise<Recording> {
  const parsed = z.array(activity).safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const mend = 'Every activity needs a type, from.id and conversation.id; save the transcript again.';
    throw new ReplayError(file, { field: z.core.toDotPath(issue.path) || 'file', problem: issue.message, mend });
  }
  holdOneChat(file, parsed.data);
  const recording = await readActivities(parsed.data);
  if (recording.said.some(({ type }) => type !== 'installed')) return recording;
  const mend = 'A person has the role « user », or an id that does not begin with 28:.';
  throw new ReplayError(file, { field: 'from', problem: 'nobody says anything to the bot', mend });
}

/** Guichet is talked to one to one, and a file holds one conversation. */
function holdOneChat(file: string, activities: readonly Recorded[]): void {
  const first = activities[0]?.conversation.id;
  for (const [index, { conversation }] of activities.entries()) {
    const { id, conversationType = 'personal' } = conversation;
    const problem =
      id !== first
        ? { field: 'id', problem: 'a second conversation', mend: 'Put each conversation in a file of its own.' }
        : conversationType !== 'personal'
          ? { field: 'conversationType', problem: conversationType, mend: 'Only one-to-one chats are replayed.' }
          : undefined;
    if (problem) throw new ReplayError(file, { ...problem, field: `[${index}].conversation.${problem.field}` });
  }
}

async function readActivities(activities: readonly Recorded[]): Promise<Recording> {
  const said: (Said & { follows: boolean })[] = [];
  const questions: string[] = [];
  const labels = new Map<string, string>();
  const answers = activities.some((each) => each.type === 'message' && isBot(each));
  let [question, follows, at]: [string | undefined, boolean, number] = [undefined, false, Date.UTC(2026, 0, 5, 9)];
  let language: Recording['language'] | undefined;
  const read = createReadActivity({ mayChooseChannel: async () => false, now: () => at });
  for (const [index, each] of activities.entries()) {
    at = each.timestamp === undefined ? at + pause : Date.parse(each.timestamp);
    if (isBot(each)) {
      if (each.type !== 'message') continue;
      const words = wordsOf(each, labels);
      const last = said.at(-1);
      if (last) last.reply ??= words;
      question = questionOf(words);
      if (question !== undefined) questions.push(question);
      follows = false;
      continue;
    }
    const { activity: masked, kinds } = redactActivity(each as unknown as Activity);
    const incoming = await read(masked, internalReceipt(index), kinds);
    if (!incoming) continue;
    const { kind } = incoming;
    language ??= incoming.locale;
    if (kind.type === 'message') {
      const attachments = incoming.attachments.map(({ name, contentType }) => name ?? contentType);
      said.push({ type: 'message', at, question, follows, text: kind.text, attachments });
    } else if (kind.type === 'choice') {
      const label = labels.get(kind.choice) ?? kind.choice;
      said.push({ type: 'choice', at, question, follows, choice: kind.choice, label });
    } else if (kind.type === 'edited') said.push({ type: 'edited', at, question, follows, text: kind.text });
    else if (kind.type === 'installed') said.push({ type: 'installed', at, question, follows });
    follows = answers;
  }
  return { language: language ?? 'fr', said: joinMessages(said), questions, notes: [] };
}

/** Teams gives bots ids that begin with 28:, the Emulator gives them a role. */
const isBot = ({ from }: Recorded): boolean => (from.role ? from.role === 'bot' : from.id.startsWith('28:'));

/** A message of the bot as words; the labels of its buttons are kept. A card's `speak` ends with a line of them. */
function wordsOf({ text, attachments }: Recorded, labels: Map<string, string>): string {
  const content = card.safeParse(attachments?.[0]?.content);
  if (!content.success) return plainWords(text ?? '');
  const { speak, body = [], actions = [] } = content.data;
  for (const { title, data } of actions) {
    const choice = z.looseObject({ choice: z.string() }).safeParse(data);
    if (choice.success && title !== undefined) labels.set(choice.data.choice, title);
  }
  if (speak !== undefined) return actions.length > 0 ? speak.split('\n').slice(0, -1).join('\n') : speak;
  return plainWords([text ?? '', ...body.map((block) => block.text ?? '')].join('\n\n'));
}
