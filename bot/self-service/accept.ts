import { randomUUID } from 'node:crypto';
import { StaleStateError } from '../../adapters/database/errors.ts';
import type { Queries } from '../../adapters/database/port.ts';
import {
  findApproval,
  insertApproval,
  settleApproval,
  voidApprovals,
} from '../../adapters/database/repositories/action-approvals.ts';
import {
  type ActionRequest,
  changeActionRequest,
  findActionRequest,
  insertActionRequest,
} from '../../adapters/database/repositories/action-requests.ts';
import type { AuditLog } from '../../adapters/database/repositories/audit.ts';
import type { NewOutgoingMessage } from '../../adapters/database/repositories/outgoing-messages.ts';
import { findSupportChannel } from '../../adapters/database/repositories/support-channels.ts';
import type { Queue } from '../../adapters/queue/port.ts';
import type { Effect, Text } from '../../dialogs/index.ts';
import type { SelfServiceAction } from '../../dialogs/self-service/action.ts';
import type { Language, Organisation } from '../../knowledge/index.ts';
import { renderApproval } from '../rendering/approval-card.ts';
import type { Texts } from '../rendering/texts.ts';
import type { Incoming } from '../runner/incoming.ts';
import { outgoing } from '../runner/outgoing.ts';
import { signInJob } from '../runner/sign-in-jobs.ts';
import { channelKey } from '../runner/tickets.ts';
import { findOwnChat } from './chats.ts';
import { type ContestKey, contestHash } from './contest-token.ts';
import { needsSecondPerson } from './guard.ts';
import { news, runJob, tellJob } from './jobs.ts';

const minute = 60_000;
const hour = 60 * minute;
/** ms; a job that could not be run by then is not run any more: the employee has gone on. */
const runLife = 15 * minute;
/** ms that others have to decide. */
const approvalLife = 72 * hour;
const reminderAfter = 24 * hour;

type Act = Extract<Effect, { type: 'act' }>;

export interface SelfServiceOptions {
  readonly actions: ReadonlyMap<string, SelfServiceAction>;
  readonly audit: AuditLog;
  readonly queue: Queue;
  readonly texts: Texts;
  readonly organisation: Organisation;
  readonly publicUrl: string;
  readonly contestKey: ContestKey;
}

/** What a turn's effects do to actions, inside its commit: intent and audit first, the doing is a job (R9). */
export interface SelfService {
  /** Returns the cards for those who are to decide. */
  carryOut(
    db: Queries,
    effects: readonly Effect[],
    incoming: Incoming,
    language: Language,
    now: number,
  ): Promise<readonly NewOutgoingMessage[]>;
  /** A word on a request, from a card or the desk. Throws `StaleStateError` when another came first. */
  decide(
    db: Queries,
    decision: {
      readonly approvalId: string;
      readonly approved: boolean;
      readonly by: { readonly personId: string } | { readonly technician: string };
    },
    now: number,
  ): Promise<ActionRequest>;
}

export function createSelfService(options: SelfServiceOptions): SelfService {
  const decide: SelfService['decide'] = (db, decision, now) => settle(db, options, decision, now);
  return {
    decide,
    async carryOut(db, effects, incoming, language, now) {
      const cards: NewOutgoingMessage[] = [];
      const { personId } = incoming.reference;
      for (const effect of effects) {
        if (effect.type === 'recordAction') await record(db, options, effect, incoming, language, now);
        if (effect.type === 'askSignIn') {
          await options.queue.enqueue(db, signInJob(incoming.conversationKey, language, effect.plain, now));
        }
        if (effect.type === 'act') cards.push(...(await accept(db, options, effect, incoming, language, now)));
        if (effect.type === 'decide') {
          const { approvalId, approved } = effect;
          await decide(db, { approvalId, approved, by: { personId } }, now);
        }
      }
      return cards;
    },
  };
}

async function record(
  db: Queries,
  { audit }: SelfServiceOptions,
  { action, outcome, code }: Extract<Effect, { type: 'recordAction' }>,
  { reference, conversationKey }: Incoming,
  language: Language,
  now: number,
): Promise<void> {
  const id = randomUUID();
  const { personId, userName: personName } = reference;
  const row = { id, nonce: id, action, personId, personName, conversationKey, input: {}, language } as const;
  await insertActionRequest(db, { ...row, status: outcome, expiresAt: now, now });
  await audit.append(db, { kind: `action.${outcome}`, personId, subject: id, data: { action, code }, now });
}

async function accept(
  db: Queries,
  options: SelfServiceOptions,
  effect: Act,
  incoming: Incoming,
  language: Language,
  now: number,
): Promise<readonly NewOutgoingMessage[]> {
  const action = options.actions.get(effect.action);
  if (!action?.run) return [];
  const { audit, queue } = options;
  const { reference, conversationKey } = incoming;
  const { personId, userName: personName } = reference;
  const id = randomUUID();
  const technician = needsSecondPerson(action);
  const others = action.approval === 'manager' || action.approval === 'owner';
  // Who decides was found when it was examined; where somebody must agree and nobody can, nothing is done.
  if (others && effect.approvers.length === 0) return [];
  const waits = technician || others;
  const expiresAt = now + (waits ? approvalLife : runLife);
  const spent = await insertActionRequest(db, {
    id,
    nonce: effect.nonce,
    action: action.id,
    personId,
    personName,
    conversationKey,
    input: effect.input,
    language,
    status: waits ? 'waiting' : 'accepted',
    expiresAt,
    contestHash: contestHash(options.contestKey, id),
    now,
  });
  if (!spent) return [];
  const data = { action: action.id, waits: technician ? 'technician' : (action.approval ?? 'nobody') };
  await audit.append(db, { kind: 'action.confirmed', personId, subject: id, data, now });
  if (!waits) {
    await queue.enqueue(db, runJob({ id, conversationKey }));
    return [];
  }
  await queue.enqueue(db, {
    kind: 'action.expire',
    dedupeKey: `action.expire:${id}`,
    payload: { id },
    runAt: expiresAt,
  });
  await queue.enqueue(db, {
    kind: 'action.remind',
    dedupeKey: `action.remind:${id}`,
    payload: { id },
    runAt: now + reminderAfter,
  });
  return technician
    ? askTechnicians(db, options, id, now)
    : askApprovers(db, options, { id, personName, action }, effect, now);
}

/** A card in each approver's own chat. */
async function askApprovers(
  db: Queries,
  options: SelfServiceOptions,
  request: { readonly id: string; readonly personName: string; readonly action: SelfServiceAction },
  { approvers, input }: Act,
  now: number,
): Promise<NewOutgoingMessage[]> {
  const cards: NewOutgoingMessage[] = [];
  for (const approver of approvers) {
    const own = await findOwnChat(db, approver.id);
    if (!own) continue;
    const { chat, language } = own;
    const nonce = randomUUID();
    const what = input.label === undefined ? '' : { data: input.label };
    const parameters = {
      name: { data: request.personName },
      action: { written: request.action.title },
      what,
    };
    const activity = renderApproval(options.texts, {
      language,
      nonce,
      now,
      paragraphs: [
        { key: input.label === undefined ? 'approval.ask' : 'approval.ask.what', with: parameters },
        { written: request.action.description },
        { key: 'approval.notes' },
      ],
    });
    const message = outgoing(chat.conversationKey, 'approval', activity, now);
    cards.push(message);
    await insertApproval(db, {
      id: randomUUID(),
      requestId: request.id,
      approverId: approver.id,
      nonce,
      messageId: message.id,
      now,
    });
  }
  return cards;
}

/** One approval for whichever technician takes it, in the desk; their channel hears of it and names nobody. */
async function askTechnicians(
  db: Queries,
  { texts, organisation, publicUrl }: SelfServiceOptions,
  requestId: string,
  now: number,
): Promise<NewOutgoingMessage[]> {
  await insertApproval(db, {
    id: randomUUID(),
    requestId,
    approverId: undefined,
    nonce: randomUUID(),
    messageId: undefined,
    now,
  });
  const channel = await findSupportChannel(db, 'identity');
  if (!channel) return [];
  const link = `${publicUrl}/desk/approvals`;
  const text = texts.write(
    { key: 'approval.technicians', with: { link } },
    { language: organisation.deskLanguage, as: 'markdown', now },
  );
  const activity = { type: 'message', textFormat: 'markdown', text };
  return [outgoing(await channelKey(db, channel, now), 'approval', activity, now)];
}

async function settle(
  db: Queries,
  { audit, queue, actions }: SelfServiceOptions,
  { approvalId, approved, by }: Parameters<SelfService['decide']>[1],
  now: number,
): Promise<ActionRequest> {
  const approval = await findApproval(db, approvalId);
  const request = approval && (await findActionRequest(db, approval.requestId));
  const stale = () => new StaleStateError(`approval ${approvalId}`, 0);
  if (!approval || !request || request.status !== 'waiting' || request.expiresAt <= now) throw stale();
  const decidedBy = 'personId' in by ? by.personId : by.technician;
  if (!(await settleApproval(db, approvalId, approved ? 'approved' : 'refused', decidedBy, now))) throw stale();
  await voidApprovals(db, request.id, now);
  const { id, conversationKey } = request;
  const to = approved ? 'accepted' : 'denied';
  if (!(await changeActionRequest(db, { id, from: ['waiting'], to, now }))) throw stale();
  await audit.append(db, {
    kind: approved ? 'approval.given' : 'approval.refused',
    personId: decidedBy,
    subject: id,
    data: { action: request.action, as: 'personId' in by ? 'approver' : 'technician' },
    now,
  });
  if (approved) await queue.enqueue(db, runJob(request));
  else {
    const texts = [{ key: 'action.denied', with: { action: titleOf(actions, request.action) } }];
    await queue.enqueue(db, tellJob(conversationKey, `${id}:denied`, news(texts, { ticket: true })));
  }
  return request;
}

/** An action of a former version keeps its id. */
const titleOf = (actions: SelfServiceOptions['actions'], id: string): Text => {
  const title = actions.get(id)?.title;
  return title ? { written: title } : { data: id };
};
