import type { Activity } from 'botbuilder';
import type { Queries } from '../../adapters/database/port.ts';
import type { Delivery, DeliveryOutcome } from '../../adapters/database/repositories/campaign-deliveries.ts';
import {
  findReferencesByPerson,
  markUninstalled,
  type StoredReference,
  upsertReference,
} from '../../adapters/database/repositories/conversation-references.ts';
import { findConversation } from '../../adapters/database/repositories/conversations.ts';
import { isBusy } from '../../dialogs/engine/exercise.ts';
import type { ConversationState } from '../../dialogs/index.ts';
import type { Language } from '../../knowledge/index.ts';
import type { Connector, Destination } from '../channel/connector.ts';
import { ConnectorRefused, ConnectorUnreachable } from '../channel/connector-errors.ts';
import { destinationOf } from '../delivery/destination.ts';
import { type Throttle, throttledFor } from '../delivery/throttle.ts';
import { conversationKeyOf } from '../runner/conversation-order.ts';

/** The bot as the channel addresses it, and where Teams answers for a tenant that nobody has written from yet. */
export interface NewChats {
  readonly botId: string;
  readonly serviceUrl: string;
  readonly tenantId: string;
}

export interface ReachOptions {
  readonly queries: Queries;
  readonly connector: Connector;
  readonly throttle: Throttle;
  /** Absent in local mode: nobody is written to who has not written first. */
  readonly newChats: NewChats | undefined;
  readonly now: () => number;
}

/** How a message looks to one person. */
export type Compose = (reader: { readonly language: Language; readonly plain: boolean }) => Partial<Activity>;

type Outcome = Omit<DeliveryOutcome, 'campaign' | 'part' | 'personId'>;

const minute = 60_000;
/** An incident in progress is not interrupted; nor is one that nobody went on with for hours a reason to wait. */
const incidentLasts = 4 * 60 * minute;
const busyWait = 15 * minute;
/** ms; Teams' own retryable answers. */
const shortWait = 2_000;
const longestWait = 15 * minute;

/**
 * Sends one message to one person in their own chat, and says what became of it in the words of R10. It never repeats a
 * request that may have arrived (R6).
 */
export async function reach(
  options: ReachOptions,
  delivery: Pick<Delivery, 'personId' | 'language' | 'attempts'>,
  compose: Compose,
  signal: AbortSignal,
  /** Writes that it is being sent, right before it is; false where somebody else does, or it is called off. */
  begin: () => Promise<boolean> = async () => true,
): Promise<Outcome | undefined> {
  const { queries, connector, throttle, now } = options;
  const chat = await findChat(options, delivery.personId, signal);
  if ('state' in chat) return chat;
  const stored = await findConversation(queries, chat.conversationKey);
  const state = stored?.state as ConversationState | undefined;
  if (state && isBusy(state) && now() - (stored?.updatedAt ?? 0) < incidentLasts)
    return { state: 'planned', dueAt: now() + busyWait, unsent: true, reason: 'in a conversation' };
  const language = state?.language ?? (delivery.language === 'en' ? 'en' : 'fr');
  const activity = compose({ language, plain: state?.plain ?? false });
  await throttle.next(signal);
  if (!(await begin())) return undefined;
  try {
    const posted = await connector.send(destinationOf(chat), activity, signal);
    const { conversationKey } = chat;
    return { state: 'delivered', conversationKey, activityId: posted.id || undefined, deliveredAt: now() };
  } catch (cause) {
    const outcome = outcomeOf(cause, delivery.attempts, throttle, now);
    if (outcome.state === 'blocked' || outcome.state === 'not_installed')
      await markUninstalled(queries, chat.conversationKey, now());
    return { conversationKey: chat.conversationKey, ...outcome };
  }
}

/** What an answer of Teams means for a message. */
export function outcomeOf(cause: unknown, attempts: number, throttle: Throttle, now: () => number): Outcome {
  const again = (wait: number, reason: string): Outcome => ({
    state: 'planned',
    dueAt: now() + wait,
    unsent: true,
    reason,
  });
  const patience = throttledFor(cause);
  if (patience) {
    throttle.slowDown(patience.retryAfter);
    return again(patience.retryAfter ?? shortWait, 'throttled');
  }
  if (cause instanceof ConnectorRefused) {
    const reason = cause.code;
    if (cause.status === 403) return { state: saysNotInstalled(cause) ? 'not_installed' : 'blocked', reason };
    if (cause.status === 404) return { state: 'not_installed', reason };
    if (cause.ambiguous) return { state: 'unknown', reason };
    // 412: another request of the same chat was under way. The attempt was not carried out.
    if (cause.retryable) return { ...again(backoff(attempts), reason), unsent: false };
    return { state: 'failed', reason };
  }
  if (cause instanceof ConnectorUnreachable && !cause.ambiguous) return again(backoff(attempts), cause.code);
  if (cause instanceof ConnectorUnreachable) return { state: 'unknown', reason: cause.code };
  return { state: 'failed', reason: cause instanceof Error ? cause.name : 'unknown' };
}

const saysNotInstalled = ({ code }: ConnectorRefused): boolean => /NotInConversation|NotInstalled|BotNotIn/i.test(code);
const backoff = (attempts: number): number => Math.min(longestWait, shortWait * 2 ** Math.min(attempts, 10));

/** The person's own chat: the one they wrote from, else a new one. */
async function findChat(
  options: ReachOptions,
  personId: string,
  signal: AbortSignal,
): Promise<StoredReference | Outcome> {
  const { queries, connector, throttle, newChats, now } = options;
  const references = (await findReferencesByPerson(queries, personId)).filter(
    ({ conversationType }) => conversationType === 'personal',
  );
  const open = references.find(({ installed }) => installed);
  if (open) return open;
  if (references.length > 0) return { state: 'blocked', reason: 'removed or blocked Guichet' };
  if (!newChats) return { state: 'not_installed', reason: 'has not written to Guichet' };
  const { botId, serviceUrl, tenantId } = newChats;
  await throttle.next(signal);
  const destination: Destination = { serviceUrl, channelId: 'msteams' };
  try {
    const created = await connector.createConversation(
      destination,
      {
        isGroup: false,
        bot: { id: botId, name: '' },
        members: [{ id: personId, name: '' }],
        tenantId,
        channelData: { tenant: { id: tenantId } },
      },
      signal,
    );
    const reference: StoredReference = {
      conversationKey: conversationKeyOf({ channelId: 'msteams', conversation: { id: created.id } as never }),
      channelId: 'msteams',
      serviceUrl: created.serviceUrl ?? serviceUrl,
      conversationId: created.id,
      conversationType: 'personal',
      tenantId,
      botId,
      userId: personId,
      personId,
      userName: '',
      locale: '',
      installed: true,
      updatedAt: now(),
    };
    await upsertReference(queries, reference);
    return reference;
  } catch (cause) {
    const outcome = outcomeOf(cause, 1, throttle, now);
    // A chat holds no message: opening it again opens the same one.
    return outcome.state === 'unknown' ? { state: 'planned', dueAt: now() + shortWait, unsent: true } : outcome;
  }
}
