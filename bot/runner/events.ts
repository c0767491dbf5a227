import type { Queries } from '../../adapters/database/port.ts';
import { findTicket } from '../../adapters/database/repositories/tickets.ts';
import type { ConversationState } from '../../dialogs/index.ts';
import { decisionEvent } from '../self-service/decisions.ts';
import type { NewEvent } from './converse.ts';
import type { Incoming } from './incoming.ts';
import type { KeptAttachments } from './keep-attachments.ts';

/** A prompt's buttons are good for so long (R3). */
const nonceLife = 7 * 24 * 3600_000;
/** Characters of one message that are read; all of it is kept. */
const mostRead = 4000;

/** The engine's events for a batch: plain messages that came together are read together. */
export async function toEvents(
  db: Queries,
  batch: readonly Incoming[],
  state: ConversationState,
  kept: KeptAttachments,
  now: number,
): Promise<NewEvent[]> {
  const first = batch[0]!;
  const { kind } = first;
  switch (kind.type) {
    case 'message':
      return [messageEvent(batch, kept)];
    case 'choice':
      return [choiceEvent(kind, state, now)];
    case 'installed': {
      const givenName = givenNameOf(first);
      return [
        { type: 'installed', ...(first.locale ? { locale: first.locale } : {}), ...(givenName ? { givenName } : {}) },
      ];
    }
    case 'campaign':
      return [{ type: 'campaign', action: kind.action, campaign: kind.campaign, part: kind.part }];
    case 'signedIn':
      return [{ type: 'signedIn' }];
    case 'edited':
      return [{ type: 'edited', text: kind.text.slice(0, mostRead) }];
    case 'ticketNews': {
      const ticket = await findTicket(db, kind.reference);
      if (ticket && kind.event === 'comment') return [{ type: 'ticketComment', reference: kind.reference }];
      if (!ticket || kind.event !== 'resolved' || ticket.status !== 'resolved') return [];
      return [{ type: 'ticketResolved', reference: kind.reference, by: kind.by, resolution: kind.text }];
    }
    case 'announcement':
      return [{ type: 'announcement', texts: kind.texts }];
    case 'outageNews':
      return [{ type: 'outageNews', ...kind.news }];
    case 'actionNews':
      return [{ type: 'actionNews', texts: kind.texts, solved: kind.solved, ticket: kind.ticket }];
    case 'approval':
      return [await decisionEvent(db, kind, first.reference.personId, now)];
    default:
      return [];
  }
}

function messageEvent(batch: readonly Incoming[], kept: KeptAttachments): NewEvent {
  const words = batch.map(({ kind }) => (kind.type === 'message' ? kind.text : '')).join('\n');
  const masked = [...new Set(batch.flatMap((incoming) => incoming.masked))];
  const givenName = givenNameOf(batch[0]!);
  const { locale } = batch[0]!;
  return {
    type: 'message',
    text: words.slice(0, mostRead),
    ...(locale ? { locale } : {}),
    ...(givenName ? { givenName } : {}),
    attachments: kept.files.map((file) => file.name),
    masked,
    shortened: words.length > mostRead,
  };
}

/** Only a button of the current question, pressed within its life, is a choice; any other is out of date (R3). */
function choiceEvent(
  kind: Extract<Incoming['kind'], { type: 'choice' }>,
  state: ConversationState,
  now: number,
): NewEvent {
  const { prompt } = state;
  const current =
    prompt !== undefined &&
    prompt.nonce === kind.nonce &&
    now - prompt.askedAt < nonceLife &&
    prompt.choices !== undefined &&
    Object.hasOwn(prompt.choices, kind.choice);
  if (!current) return { type: 'stale' };
  return { type: 'chosen', choice: kind.choice, ...(kind.marks ? { marks: kind.marks } : {}) };
}

function givenNameOf({ reference }: Incoming): string | undefined {
  const name = reference.userName.trim().split(/\s+/)[0];
  return name === '' || name === undefined || name.length > 40 ? undefined : name;
}
