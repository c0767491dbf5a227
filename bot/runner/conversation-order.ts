import type { Activity } from 'botbuilder';
import type { Receipt, ReceiptOrder } from '../channel/receipt.ts';
import type { Incoming } from './incoming.ts';

/** Runs one turn for one or more activities of a conversation, to its commit. */
export type TakeTurn = (batch: readonly Incoming[]) => Promise<void>;

export interface ConversationOrder extends ReceiptOrder {
  /** Resolves once the activity's turn is committed; rejects if it could not be. */
  submit(incoming: Incoming): Promise<void>;
  /** Turns running or waiting, for the drain (R16). */
  pending(): number;
  /** Activities received so far. */
  received(): number;
}

interface Slot {
  readonly number: number;
  incoming?: Incoming;
  resolve?: () => void;
  reject?: (cause: unknown) => void;
}

/** Most messages read together by one turn. */
const largestBatch = 10;

export const conversationKeyOf = (activity: Partial<Activity>): string =>
  `${activity.channelId ?? ''}|${activity.conversation?.id ?? ''}`;

export interface OrderOptions {
  readonly now?: () => number;
  /** Whether words are a command, which is read by itself. */
  readonly isCommand?: (words: string) => boolean;
}

/**
 * One conversation at a time, in order of receipt (R4): a place is taken before authentication, filled after it, and
 * the head of each conversation's line runs alone. Messages that arrive meanwhile are read together by the next turn.
 */
export function createConversationOrder(
  takeTurn: TakeTurn,
  { now = Date.now, isCommand = () => false }: OrderOptions = {},
): ConversationOrder {
  const lines = new Map<string, { slots: Slot[]; running: boolean }>();
  let last = 0;
  let received = 0;

  const lineOf = (key: string) => {
    let line = lines.get(key);
    if (!line) {
      line = { slots: [], running: false };
      lines.set(key, line);
    }
    return line;
  };

  /** Microseconds of the clock, always growing: the order holds across restarts and, nearly, across nodes. */
  const nextNumber = (): number => {
    last = Math.max(last + 1, now() * 1000);
    return last;
  };

  async function run(key: string): Promise<void> {
    const line = lines.get(key);
    if (!line || line.running) return;
    line.running = true;
    try {
      for (let batch = takeBatch(line.slots, isCommand); batch.length > 0; batch = takeBatch(line.slots, isCommand)) {
        try {
          await takeTurn(batch.map((slot) => slot.incoming!));
          for (const slot of batch) slot.resolve?.();
        } catch (cause) {
          for (const slot of batch) slot.reject?.(cause);
        }
      }
    } finally {
      line.running = false;
      if (line.slots.length === 0) lines.delete(key);
    }
  }

  return {
    receive(activity) {
      received += 1;
      const key = conversationKeyOf(activity);
      const slot: Slot = { number: nextNumber() };
      lineOf(key).slots.push(slot);
      return {
        number: slot.number,
        release() {
          const line = lines.get(key);
          const index = line?.slots.indexOf(slot) ?? -1;
          if (!line || index < 0 || slot.incoming) return;
          line.slots.splice(index, 1);
          void run(key);
        },
      };
    },
    submit(incoming) {
      const key = incoming.conversationKey;
      const { slots } = lineOf(key);
      // A place that is filled is somebody else's: news from inside are numbered by the clock alone.
      let slot = slots.find((each) => each.number === incoming.receipt.number && !each.incoming);
      if (!slot) {
        slot = { number: incoming.receipt.number };
        slots.push(slot);
      }
      const place = slot;
      const committed = new Promise<void>((resolve, reject) => {
        place.resolve = resolve;
        place.reject = reject;
      });
      place.incoming = incoming;
      void run(key);
      return committed;
    },
    received: () => received,
    pending: () => [...lines.values()].reduce((sum, line) => sum + line.slots.length + (line.running ? 1 : 0), 0),
  };
}

/** Takes the head of the line if it is filled, and the plain messages right behind a plain message. */
function takeBatch(slots: Slot[], isCommand: (words: string) => boolean): Slot[] {
  const head = slots[0];
  if (!head?.incoming) return [];
  let size = 1;
  if (slots.length > 1 && isPlainMessage(head.incoming, isCommand)) {
    while (size < Math.min(slots.length, largestBatch)) {
      const next = slots[size]?.incoming;
      if (!next || !isPlainMessage(next, isCommand)) break;
      size += 1;
    }
  }
  return slots.splice(0, size);
}

const isPlainMessage = ({ kind, attachments }: Incoming, isCommand: (words: string) => boolean): boolean =>
  kind.type === 'message' && attachments.length === 0 && kind.text.trim() !== '' && !isCommand(kind.text);

/** A place for what comes from inside: a resumed turn, a technician's news. */
export const internalReceipt = (number: number): Receipt => ({ number, release: () => {} });
