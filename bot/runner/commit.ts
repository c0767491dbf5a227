import type { Database, Queries } from '../../adapters/database/port.ts';
import { recordShownAnswer } from '../../adapters/database/repositories/answer-feedback.ts';
import {
  assignAttachments,
  type NewAttachment,
  saveAttachment,
} from '../../adapters/database/repositories/attachments.ts';
import { saveConversation } from '../../adapters/database/repositories/conversations.ts';
import { recordDone } from '../../adapters/database/repositories/inbound-activities.ts';
import { appendOutgoing, type NewOutgoingMessage } from '../../adapters/database/repositories/outgoing-messages.ts';
import { saveSetting } from '../../adapters/database/repositories/settings.ts';
import {
  appendTranscript,
  assignTranscript,
  type NewTranscriptLine,
} from '../../adapters/database/repositories/transcript.ts';
import type { ConversationState, Effect } from '../../dialogs/index.ts';
import type { Organisation } from '../../knowledge/index.ts';
import { type Affiliation, carryOutParticipation } from '../campaigns/participation.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { redact } from '../middleware/redaction.ts';
import type { RecordTurn } from '../outages/turns.ts';
import { dressed, separateMessages } from '../rendering/drafted.ts';
import { renderMessage } from '../rendering/render.ts';
import type { Texts } from '../rendering/texts.ts';
import type { SelfService } from '../self-service/accept.ts';
import { retireCard } from './answered-card.ts';
import { orderedId } from './ids.ts';
import type { Incoming } from './incoming.ts';
import { outgoing } from './outgoing.ts';
import { publicReply } from './public-reply.ts';
import type { References } from './references.ts';
import type { Tickets } from './tickets.ts';
import { changeTranscript, employeeLines } from './transcript-lines.ts';

/** What a computed turn leads to; `effects` are those that change something or are said. */
export interface Outcome {
  readonly before: ConversationState;
  readonly state: ConversationState;
  readonly effects: readonly Effect[];
  /** The version that was read; 0 for a new conversation. */
  readonly version: number;
  readonly now: number;
  readonly files: readonly NewAttachment[];
  /** Where the person works, known when an exercise begins. */
  readonly affiliation: Affiliation;
  /** A state of an unknown version, kept for a person to look at. */
  readonly setAside?: unknown;
}

export type Commit = (batch: readonly Incoming[], outcome: Outcome) => Promise<void>;

export interface CommitOptions {
  readonly database: Database;
  readonly texts: Texts;
  readonly organisation: Organisation;
  readonly tickets: Tickets;
  readonly selfService: SelfService;
  readonly outbox: Outbox;
  readonly references: References;
  readonly recordTurn: RecordTurn;
  /** What technicians say in their channels besides replies: `true` when it was taken. */
  readonly takeChannelCommand: (db: Queries, incoming: Incoming) => Promise<boolean>;
  /** A campaign's picture as a data address. */
  readonly picture: (file: string) => string | undefined;
  readonly checkpoint: (name: string) => void;
}

/**
 * Everything that a turn writes, in one short transaction that awaits nothing but the database (R5, R9): the seen
 * activities, the state, tickets and their jobs, transcript, and the messages to post. They are posted after it.
 */
export function createCommit(options: CommitOptions): Commit {
  const { database, outbox } = options;
  return async (batch, outcome) => {
    let unmark = (): void => {};
    try {
      const messages = await database.transaction(async (db) => {
        unmark = await outbox.markWith(db);
        const written = await write(db, options, batch, outcome);
        options.checkpoint('turn.committing');
        return written;
      });
      outbox.post(messages, batch[0]!.reference);
    } catch (cause) {
      unmark();
      options.references.forget(batch[0]!.conversationKey);
      throw cause;
    }
  };
}

async function write(
  db: Queries,
  options: CommitOptions,
  batch: readonly Incoming[],
  outcome: Outcome,
): Promise<NewOutgoingMessage[]> {
  const { now, before } = outcome;
  const first = batch[0]!;
  const { conversationKey, reference } = first;
  const internal = ['ticketNews', 'actionNews', 'outageNews', 'announcement'].includes(first.kind.type);
  await recordDone(
    db,
    batch.map((incoming) => ({ ...incoming, receipt: incoming.receipt.number })),
  );
  if (!internal) await options.references.keep(db, reference, first.kind.type !== 'uninstalled', now);
  await changeTranscript(db, batch, now);
  if (await options.takeChannelCommand(db, first)) return [];
  if (first.kind.type === 'public' || first.kind.type === 'supportChannel') {
    const replies = await publicReply(db, options, first, now);
    await appendOutgoing(db, replies);
    return replies;
  }
  await carryOutParticipation(
    db,
    outcome.effects,
    { personId: reference.personId, language: outcome.state.language, affiliation: outcome.affiliation },
    now,
  );
  await options.recordTurn(db, first, outcome);
  const extra = await options.tickets.carryOut(db, outcome.effects, first, now);
  const { state } = outcome;
  const cards = await options.selfService.carryOut(db, outcome.effects, first, state.language, now);
  const render = (effects: readonly Effect[]) =>
    renderMessage(effects, options.texts, {
      language: state.language,
      plain: state.plain,
      nonce: state.prompt?.nonce,
      picture: options.picture,
      extra,
      now,
    });
  const groups = separateMessages([...options.tickets.news(first), ...outcome.effects]);
  // Everything is one message, but what stands by itself and what came before it.
  const last = groups.findLastIndex(({ own }) => own !== undefined) + 1;
  const rendered = render(groups.slice(last).flatMap(({ effects }) => effects));
  const standing: NewOutgoingMessage[] = [];
  const wordsBefore: string[] = [];
  for (const { own, effects } of groups.slice(0, last)) {
    const said = render(effects);
    if (!said) continue;
    const message = outgoing(conversationKey, 'reply', own ? dressed(said, own) : said.activity, now);
    standing.push(message);
    wordsBefore.push(said.words);
    if (own?.drafted) {
      const articleIds = [...new Set((own.sources ?? []).map(({ articleId }) => articleId))];
      const query = redact(own.drafted.question).text;
      await recordShownAnswer(db, { messageId: message.id, query, articleIds, shownAt: now });
    }
  }
  const reply = rendered && outgoing(conversationKey, 'reply', rendered.activity, now);
  const asked = rendered && rendered.choices.length > 0 && state.prompt;
  const saved: ConversationState = asked
    ? {
        ...state,
        // Asked again, a question's buttons are good for their whole life again (R3).
        prompt: {
          ...asked,
          askedAt: now,
          messageId: reply!.id,
          choices: Object.fromEntries(rendered.choices.map(({ id, label }) => [id, label])),
        },
      }
    : state;
  if (!internal || outcome.effects.length > 0 || state !== before) {
    await saveConversation(db, {
      key: conversationKey,
      expectedVersion: outcome.version,
      personId: reference.personId,
      state: saved,
      now,
    });
  }
  if (outcome.setAside !== undefined)
    await saveSetting(db, `set-aside:${conversationKey}`, JSON.stringify(outcome.setAside));
  const requestId = state.active?.id ?? before.active?.id;
  for (const file of outcome.files) await saveAttachment(db, { ...file, requestId });
  const forgotten = outcome.effects.some((effect) => effect.type === 'forget');
  if (!forgotten) {
    const lines: NewTranscriptLine[] = employeeLines(batch, before, requestId);
    const words = [...wordsBefore, ...(rendered ? [rendered.words] : [])].join('\n\n');
    if (words !== '') {
      lines.push({ id: orderedId(now), conversationKey, requestId, at: now, author: 'guichet', text: words });
    }
    await appendTranscript(db, lines);
  }
  await adopt(db, conversationKey, outcome.effects, now);
  const update = rendered && (await retireCard(db, first, before, now));
  const messages = [
    ...(update ? [update] : []),
    ...standing,
    ...(reply ? [reply] : []),
    ...(await options.tickets.announcements(db, outcome.effects, first.reference.personId, now)),
    ...cards,
  ];
  await appendOutgoing(db, messages);
  return messages;
}

/** ms; how long somebody may have looked for words before their request was understood. */
const longestPrelude = 20 * 60_000;

/** Lines and files of before it was clear what the request is belong to the ticket too. */
async function adopt(db: Queries, conversationKey: string, effects: readonly Effect[], now: number): Promise<void> {
  for (const effect of effects) {
    if (effect.type !== 'escalate') continue;
    await assignTranscript(db, { conversationKey, requestId: effect.requestId, since: now - longestPrelude });
    await assignAttachments(db, conversationKey, effect.requestId);
  }
}
