import type { Database } from '../../adapters/database/port.ts';
import { listApprovals, settleApproval } from '../../adapters/database/repositories/action-approvals.ts';
import { changeActionRequest, findActionRequest } from '../../adapters/database/repositories/action-requests.ts';
import { findReference } from '../../adapters/database/repositories/conversation-references.ts';
import { appendOutgoing } from '../../adapters/database/repositories/outgoing-messages.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { internalReceipt } from '../runner/conversation-order.ts';
import type { Incoming } from '../runner/incoming.ts';
import { outgoing } from '../runner/outgoing.ts';
import { findOwnChat } from './chats.ts';
import { contestToken } from './contest-token.ts';
import { type News, news, tellJob } from './jobs.ts';
import type { RunOptions } from './run.ts';

export interface FollowUpOptions extends RunOptions {
  readonly outbox: Outbox;
  readonly submit: (incoming: Incoming) => Promise<void>;
}

/** What goes on beside an action: what the employee hears, the notice, approvals that are late. */
export function handleFollowUpJobs(options: FollowUpOptions): void {
  const { queue, database, submit, now } = options;
  queue.handle('action.tell', async ({ payload }) => {
    const {
      conversationKey,
      eventId,
      news: told,
    } = payload as {
      conversationKey: string;
      eventId: string;
      news: News;
    };
    const reference = await findReference(database.queries, conversationKey);
    if (!reference?.installed) return;
    await submit({
      conversationKey,
      activityId: `action:${eventId}`,
      receipt: internalReceipt(now() * 1000),
      receivedAt: now(),
      kind: { type: 'actionNews', ...told },
      reference,
      masked: [],
      attachments: [],
      locale: undefined,
      activity: {},
    });
  });
  queue.handle('action.notice', ({ payload }, signal) => sendNotice(options, (payload as { id: string }).id, signal));
  queue.handle('action.lapse', ({ payload }, signal) => lapse(options, (payload as { id: string }).id, signal));
  queue.handle('action.expire', ({ payload }) => expire(options, (payload as { id: string }).id));
  queue.handle('action.remind', ({ payload }) => remind(options, (payload as { id: string }).id));
}

/** Outside the chat: whoever sits at the person's Teams does not see it, and the person learns of what they did not do. */
async function sendNotice(options: FollowUpOptions, id: string, signal: AbortSignal): Promise<void> {
  const { database, tenant, texts, actions, audit, publicUrl, contestKey, now } = options;
  const request = await findActionRequest(database.queries, id);
  if (!request) return;
  const { language, personId } = request;
  const action = actions.get(request.action);
  const parameters = {
    action: action ? { written: action.title } : { data: request.action },
    at: { key: 'dateTime', with: { at: request.updatedAt } },
    link: `${publicUrl}/not-me/${contestToken(contestKey, id)}`,
  };
  const write = (key: string) => texts.write({ key, with: parameters }, { language, as: 'plain' });
  await tenant.as(personId).notify({ subject: write('notice.subject'), text: write('notice.text') }, signal);
  await database.transaction((db) =>
    audit.append(db, { kind: 'action.noticed', personId, subject: id, data: { action: request.action }, now: now() }),
  );
}

async function expire({ database, queue, audit, now }: FollowUpOptions, id: string): Promise<void> {
  const request = await findActionRequest(database.queries, id);
  if (request?.status !== 'waiting') return;
  await database.transaction(async (db) => {
    if (!(await changeActionRequest(db, { id, from: ['waiting'], to: 'expired', now: now() }))) return;
    for (const approval of await listApprovals(db, id))
      await settleApproval(db, approval.id, 'expired', undefined, now());
    await audit.append(db, {
      kind: 'action.expired',
      personId: request.personId,
      subject: id,
      data: { action: request.action },
      now: now(),
    });
    const told = news([{ key: 'action.nobodyDecided' }], { ticket: true });
    await queue.enqueue(db, tellJob(request.conversationKey, `${id}:expired`, told));
  });
  queue.wake();
}

/** What was asked for a time ends by itself, and the employee is told. */
async function lapse(options: FollowUpOptions, id: string, signal: AbortSignal): Promise<void> {
  const { database, queue, audit, actions, tenant, serviceIssues, now } = options;
  const request = await findActionRequest(database.queries, id);
  const action = request && actions.get(request.action);
  if (!request || !action?.undo || request.status !== 'done') return;
  const { personId, conversationKey, input } = request;
  const context = { tenant: tenant.as(personId), input, now: now(), signal, serviceIssues };
  const texts = await action.undo(context, request.undo ?? {});
  await database.transaction(async (db) => {
    if (!(await changeActionRequest(db, { id, from: ['done'], to: 'expired', now: now() }))) return;
    await audit.append(db, { kind: 'action.lapsed', personId, subject: id, data: { action: action.id }, now: now() });
    const told = news([{ key: 'action.lapsed' }, ...texts]);
    await queue.enqueue(db, tellJob(conversationKey, `${id}:lapsed`, told));
  });
  queue.wake();
}

/** Once, to whoever still has not answered. */
async function remind({ database, texts, outbox, now }: FollowUpOptions, id: string): Promise<void> {
  const request = await findActionRequest(database.queries, id);
  if (request?.status !== 'waiting') return;
  const pending = (await listApprovals(database.queries, id)).filter(({ status }) => status === 'pending');
  const messages = [];
  for (const { approverId } of pending) {
    if (approverId === undefined) continue;
    const own = await findOwnChat(database.queries, approverId);
    if (!own) continue;
    const { chat, language } = own;
    const parameters = { name: { data: request.personName } };
    const text = texts.write({ key: 'approval.reminder', with: parameters }, { language, as: 'markdown', now: now() });
    messages.push(outgoing(chat.conversationKey, 'approval', { type: 'message', textFormat: 'markdown', text }, now()));
  }
  await save(database, messages);
  outbox.post(messages);
}

const save = (database: Database, messages: Parameters<typeof appendOutgoing>[1]) =>
  appendOutgoing(database.queries, messages);
