import type { Activity } from 'botbuilder';
import type { Logger } from 'pino';
import type { Database, Queries } from '../../adapters/database/port.ts';
import {
  findReference,
  markUninstalled,
  type StoredReference,
} from '../../adapters/database/repositories/conversation-references.ts';
import {
  claimLeftBehind,
  findUnfinished,
  markFailed,
  markPending,
  markRefused,
  markSending,
  markSent,
  markUnknown,
  type NewOutgoingMessage,
  type SentMessage,
} from '../../adapters/database/repositories/outgoing-messages.ts';
import type { Connector } from '../channel/connector.ts';
import { ConnectorRefused, ConnectorUnreachable } from '../channel/connector-errors.ts';
import { destinationOf } from './destination.ts';
import { sendActivity } from './send-activity.ts';

/** Posts messages after the commit that wrote them, in the order of each conversation (R9). */
export interface Outbox {
  /**
   * Marks what was posted since, in the caller's transaction; call what it returns if that is rolled back.
   */
  markWith(db: Queries): Promise<() => void>;
  /** The rows are committed as `sending`; `reference` spares the look-up of where the first conversation is. */
  post(messages: readonly NewOutgoingMessage[], reference?: StoredReference): void;
  /**
   * Takes up what a process that died left: a row found `sending` is ambiguous and is posted once more, once (R9). Where
   * nodes share the database only what none of them can be working on any more; to be called from time to time.
   */
  recover(): Promise<void>;
  /** Waits until nothing is under way, at most `deadline` ms (R16). */
  settle(deadline: number): Promise<void>;
}

export interface OutboxOptions {
  readonly database: Database;
  readonly connector: Connector;
  readonly logger: Logger;
  readonly checkpoint: (name: string) => void;
  readonly now: () => number;
  /** A person blocked or removed the bot: what is remembered of the conversation is out of date. */
  readonly onBlocked: (conversationKey: string) => void;
}

interface Letter {
  readonly id: string;
  readonly conversationKey: string;
  readonly kind: string;
  readonly activity: Partial<Activity>;
  readonly reference: StoredReference | undefined;
  /** epoch ms of its commit */
  readonly since: number;
  /** Posts begun whose outcome is not known to be a failure. */
  attempts: number;
  /** Tries in this process, for the back-off. */
  tries: number;
  waiting: boolean;
}

/** Tries of a message whose outcome was unknown: the text may repeat once, not more (R9). */
const mostAmbiguousTries = 2;
/** ms; a node that works on a message touches it more often than that, a post's deadline included. */
const longestSilence = 120_000;
/** A channel that is down or throttling is tried for so long, ms. */
const longestRetry = 24 * 3600_000;
/**
 * Marks of several messages are written together, ms: with the next commit, or after so long. A crash before that leaves
 * the row ambiguous, and R9 lets a reply's text repeat.
 */
const flushInterval = 250;

export function createOutbox({ database, connector, logger, checkpoint, now, onBlocked }: OutboxOptions): Outbox {
  const lines = new Map<string, Letter[]>();
  const running = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  let sent: SentMessage[] = [];
  let flushTimer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    clearTimeout(flushTimer);
    flushTimer = undefined;
    const marks = sent;
    sent = [];
    if (marks.length > 0) {
      flushing = flushing
        .then(() => markSent(database.queries, marks, now()))
        .catch((err) => logger.error({ error: err, count: marks.length }, 'sent messages could not be marked'));
    }
    return flushing;
  }

  /** Writes the marks that wait into a transaction that is being made anyway; they are kept if it fails. */
  async function markWith(db: Queries): Promise<() => void> {
    const marks = sent;
    sent = [];
    if (marks.length > 0) await markSent(db, marks, now());
    return () => {
      sent = [...marks, ...sent];
      if (marks.length > 0) flushTimer ??= setTimeout(flush, flushInterval);
    };
  }

  function noteSent(mark: SentMessage): void {
    sent.push(mark);
    flushTimer ??= setTimeout(flush, flushInterval);
  }

  async function run(key: string): Promise<void> {
    if (running.has(key)) return;
    running.add(key);
    try {
      for (let letter = lines.get(key)?.[0]; letter; letter = lines.get(key)?.[0]) {
        const wait = await attempt(letter);
        if (wait !== undefined) return later(key, wait);
        lines.get(key)?.shift();
      }
      lines.delete(key);
    } catch (err) {
      logger.error({ error: err }, 'outbox line stopped; it is taken up again');
      later(key, 5000);
    } finally {
      running.delete(key);
    }
  }

  /** Messages behind a held-back one wait with it: the order of a conversation is never broken. */
  function later(key: string, wait: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void run(key);
    }, wait);
    timers.add(timer);
  }

  /** Posts one message; returns ms to wait before another try of it, or undefined when it is finished. */
  async function attempt(letter: Letter): Promise<number | undefined> {
    const reference = letter.reference ?? (await findReference(database.queries, letter.conversationKey));
    if (!reference) {
      await markFailed(database.queries, letter.id, 'no conversation reference', now());
      return undefined;
    }
    if (letter.waiting) {
      await markSending(database.queries, [letter.id], now());
      letter.waiting = false;
      letter.attempts += 1;
    }
    letter.tries += 1;
    checkpoint('message.sending');
    try {
      const destination = destinationOf(reference);
      const posted =
        letter.kind === 'update'
          ? await connector.update(destination, letter.activity.id ?? '', letter.activity)
          : await sendActivity(connector, destination, letter.activity);
      checkpoint('message.posted');
      noteSent({ id: letter.id, activityId: posted.id || undefined });
      return undefined;
    } catch (cause) {
      return failed(letter, cause);
    }
  }

  async function failed(letter: Letter, cause: unknown): Promise<number | undefined> {
    const db = database.queries;
    const at = now();
    const error =
      cause instanceof Error ? `${cause.name} ${(cause as { code?: string }).code ?? ''}`.trim() : 'unknown';
    // A card that cannot be updated in place keeps its buttons: pressing one is answered as out of date.
    if (letter.kind === 'update') {
      await markFailed(db, letter.id, error, at);
      return undefined;
    }
    if (cause instanceof ConnectorRefused && cause.status === 403) {
      logger.info({ code: cause.code }, 'message refused: blocked or uninstalled');
      await markRefused(db, letter.id, error, at);
      await markUninstalled(db, letter.conversationKey, at);
      onBlocked(letter.conversationKey);
      return undefined;
    }
    if (isAmbiguous(cause)) {
      if (letter.attempts >= mostAmbiguousTries) {
        logger.warn({ error }, 'message outcome unknown');
        await markUnknown(db, letter.id, error, at);
        return undefined;
      }
      return again(letter, error, 1000, false);
    }
    if (isRetryable(cause) && at - letter.since < longestRetry) {
      const wait = cause instanceof ConnectorRefused ? cause.retryAfterMs : undefined;
      return again(letter, error, wait ?? backoff(letter.tries), true);
    }
    logger.warn({ error }, 'message refused');
    await markRefused(db, letter.id, error, at);
    return undefined;
  }

  async function again(letter: Letter, error: string, wait: number, unsent: boolean): Promise<number> {
    const spread = wait * (1 + Math.random() * 0.25);
    await markPending(database.queries, letter.id, { notBefore: now() + spread, error, unsent, now: now() });
    if (unsent) letter.attempts -= 1;
    letter.waiting = true;
    return spread;
  }

  function enqueue(letters: readonly Letter[]): void {
    for (const letter of letters) {
      const line = lines.get(letter.conversationKey);
      if (line) line.push(letter);
      else lines.set(letter.conversationKey, [letter]);
    }
    for (const key of new Set(letters.map((letter) => letter.conversationKey))) void run(key);
  }

  return {
    markWith,
    post(messages, reference) {
      enqueue(
        messages.map(({ id, conversationKey, kind, activity }) => ({
          id,
          conversationKey,
          kind,
          activity: activity as Partial<Activity>,
          reference: reference?.conversationKey === conversationKey ? reference : undefined,
          since: now(),
          attempts: 1,
          tries: 0,
          waiting: false,
        })),
      );
    },
    async recover() {
      const unfinished = database.shared
        ? await claimLeftBehind(database.queries, now() - longestSilence, now())
        : await findUnfinished(database.queries);
      const letters: Letter[] = [];
      for (const message of unfinished) {
        if (lines.has(message.conversationKey)) continue;
        if (message.status === 'sending' && message.attempts >= mostAmbiguousTries) {
          await markUnknown(database.queries, message.id, 'left sending twice', now());
        } else if (now() - message.createdAt > longestRetry) {
          await markFailed(database.queries, message.id, 'too old', now());
        } else {
          const activity = message.activity as Partial<Activity>;
          const { createdAt: since, attempts } = message;
          letters.push({ ...message, activity, reference: undefined, since, attempts, tries: 0, waiting: true });
        }
      }
      enqueue(letters);
    },
    async settle(deadline) {
      const end = Date.now() + deadline;
      while (running.size > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
      for (const timer of timers) clearTimeout(timer);
      await flush();
    },
  };
}

const isAmbiguous = (cause: unknown): boolean =>
  (cause instanceof ConnectorUnreachable && cause.ambiguous) ||
  (cause instanceof ConnectorRefused && cause.ambiguous && !cause.retryable);

const isRetryable = (cause: unknown): boolean =>
  (cause instanceof ConnectorUnreachable && !cause.ambiguous) || (cause instanceof ConnectorRefused && cause.retryable);

const backoff = (attempts: number): number => Math.min(60_000, 500 * 2 ** Math.min(attempts, 10));
