import { z } from 'zod';
import { redact } from '../../bot/middleware/redaction.ts';
import { joinMessages, questionOf, type Recording, ReplayError, type Said } from './recording.ts';

const time = z.iso.datetime({ offset: true });
const line = z.object({
  at: time,
  from: z.enum(['employee', 'guichet', 'technician']),
  text: z.string(),
  edited_at: z.string().nullish(),
  deleted_at: z.string().nullish(),
});
const fact = z.object({
  id: z.string(),
  label: z.string(),
  value: z.string(),
  source: z.enum(['said', 'looked_up', 'inferred']),
});
/** What is read of a ticket as `GET /desk/api/tickets/{ref}` gives it. */
const ticket = z.object({
  ref: z.string(),
  linked: z.string().nullish(),
  category: z.string(),
  kind: z.string().optional(),
  priority: z.string().optional(),
  group: z.string().optional(),
  language: z.enum(['fr', 'en']),
  created_at: time.optional(),
  facts: z.array(fact),
  attachments: z.array(z.object({ name: z.string().nullish() })).optional(),
  transcript: z.array(line),
});

type Ticket = z.infer<typeof ticket>;
const exportAgain = 'Export it again with GET /desk/api/tickets/{ref}.';

/** A ticket's words up to its creation, and how it was qualified. @throws ReplayError */
export function readTicket(file: string, value: object): Recording {
  if ('confidential' in value && value.confidential === true) {
    const problem = 'the words of this ticket are for security officers';
    throw new ReplayError(file, {
      field: 'confidential',
      problem,
      mend: 'Export it with an account that may read it.',
    });
  }
  const parsed = ticket.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = z.core.toDotPath(issue.path) || 'file';
    throw new ReplayError(file, { field, problem: issue.message, mend: exportAgain });
  }
  const { category, kind, priority, group, language, facts, transcript } = parsed.data;
  const { said, questions } = readLines(parsed.data);
  if (said.length === 0) {
    const problem =
      transcript.length === 0 ? 'empty; it may have been erased after its time' : 'no words of an employee';
    throw new ReplayError(file, { field: 'transcript', problem, mend: 'Choose a ticket that still has its words.' });
  }
  return {
    language,
    said,
    questions,
    notes: notesOn(parsed.data),
    qualified: { category, kind, priority, group, language, facts },
  };
}

function readLines({ transcript, created_at, attachments = [] }: Ticket): Pick<Recording, 'said' | 'questions'> {
  const end = created_at === undefined ? Number.POSITIVE_INFINITY : Date.parse(created_at);
  const files = new Set(attachments.flatMap(({ name }) => (name ? [`[${name}]`] : [])));
  const said: (Said & { follows: boolean })[] = [];
  const questions: string[] = [];
  let question: string | undefined;
  let follows = false;
  for (const { at, from, text } of transcript) {
    if (from === 'technician' || Date.parse(at) > end) continue;
    if (from === 'guichet') {
      const last = said.at(-1);
      if (last) last.reply ??= text;
      question = questionOf(text);
      // What is asked along with « Sent » is about the next problem.
      if (question !== undefined && Date.parse(at) < end) questions.push(question);
      follows = false;
    } else if (text.trim() !== '') {
      said.push({ type: 'line', at: Date.parse(at), question, follows, ...withoutFiles(text, files) });
      follows = true;
    }
  }
  return { said: joinMessages(said), questions };
}

/** The last line of what was said names the files that came with it: « [capture.png] »; those refused are not kept. */
function withoutFiles(words: string, kept: ReadonlySet<string>): { text: string; attachments: string[] } {
  const lines = words.split('\n');
  const named = lines.at(-1)!.match(/\[[^\]]+\]/g) ?? [];
  const files = named.length > 0 && named.every((name) => kept.has(name) || /\.\w{1,5}\]$/.test(name));
  const alone = files && named.join(' ') === lines.at(-1)!.trim();
  const text = redact((alone ? lines.slice(0, -1) : lines).join('\n')).text;
  const attachments = alone ? named.filter((name) => kept.has(name)).map((name) => name.slice(1, -1)) : [];
  return { text, attachments };
}

function notesOn({ ref, linked, transcript }: Ticket): string[] {
  const notes: string[] = [];
  if (linked && linked < ref) notes.push(`told in the conversation of ${linked}, and not in this file`);
  if (transcript.some((each) => each.edited_at)) notes.push('an edited message is played with its last words');
  if (transcript.some((each) => each.deleted_at)) notes.push('a deleted message is not played');
  return notes;
}
