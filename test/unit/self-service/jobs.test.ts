import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { findApproval, insertApproval } from '../../../adapters/database/repositories/action-approvals.ts';
import {
  changeActionRequest,
  findActionRequest,
  insertActionRequest,
} from '../../../adapters/database/repositories/action-requests.ts';
import { openAuditLog } from '../../../adapters/database/repositories/audit.ts';
import { upsertReference } from '../../../adapters/database/repositories/conversation-references.ts';
import type { NewOutgoingMessage } from '../../../adapters/database/repositories/outgoing-messages.ts';
import type { JobHandler, NewJob, Queue } from '../../../adapters/queue/port.ts';
import { SupportError } from '../../../adapters/support-error.ts';
import { createTexts, loadLocales } from '../../../bot/rendering/texts.ts';
import { createBreaker } from '../../../bot/self-service/breaker.ts';
import { type FollowUpOptions, handleFollowUpJobs } from '../../../bot/self-service/follow-up.ts';
import { handleRunJobs } from '../../../bot/self-service/run.ts';
import { actions } from '../../../dialogs/self-service/registry.ts';
import { organisation } from '../../fixtures/organisation.ts';
import { databaseForTests } from '../../fixtures/tickets-database.ts';
import { createMemoryTenant } from '../../support/memory-tenant.ts';

const context = databaseForTests();
const now = Date.now();
const person = 'odile';
const tenant = createMemoryTenant(() => now);
const enqueued: NewJob[] = [];
const posted: NewOutgoingMessage[] = [];
const log = openAuditLog(now);
let auditDown = false;

/** The handlers of the jobs, to be run when a test says so: a queue that never waits. */
function handlersFor(
  more: Partial<FollowUpOptions> = {},
): (kind: string, payload: object, attempt?: number) => Promise<void> {
  const handlers = new Map<string, JobHandler>();
  const queue = {
    handle: (kind: string, handler: JobHandler) => void handlers.set(kind, handler),
    enqueue: async (_db: unknown, job: NewJob) => void enqueued.push(job),
    wake: () => {},
  } as unknown as Queue;
  const never = () => Promise.reject(new Error('not in these tests'));
  const options: FollowUpOptions = {
    database: context.database,
    queries: context.database.queries,
    queue,
    tenant,
    actions,
    texts: createTexts(loadLocales([fileURLToPath(new URL('../../../bot/locales', import.meta.url))]), organisation),
    organisation,
    publicUrl: 'https://guichet.example',
    contestKey: 'key',
    audit: {
      chain: log.chain,
      append: (db, entry) => (auditDown ? Promise.reject(new Error('the audit log is full')) : log.append(db, entry)),
    },
    breaker: createBreaker({ now: () => now }),
    incidents: { open: never, post: () => {} },
    showSecret: never,
    notices: true,
    signInPossible: false,
    serviceIssues: async () => [],
    checkpoint: () => {},
    logger: pino({ level: 'silent' }),
    now: () => now,
    outbox: { post: (messages: readonly NewOutgoingMessage[]) => void posted.push(...messages) } as never,
    submit: never,
    ...more,
  };
  handleRunJobs(options);
  handleFollowUpJobs(options);
  return (kind, payload, attempt = 1) =>
    handlers.get(kind)!({ id: 'j', kind, payload, attempt }, AbortSignal.timeout(5_000));
}

let number = 0;
async function requestOf(action: string, status: 'waiting' | 'accepted' | 'done', input = {}): Promise<string> {
  number += 1;
  const id = `r-${number}`;
  await insertActionRequest(context.database.queries, {
    id,
    nonce: id,
    action,
    personId: person,
    personName: 'Odile Marchand',
    conversationKey: 'msteams|odile',
    input,
    language: 'fr',
    status,
    expiresAt: now + 3600_000,
    now,
  });
  return id;
}
const told = () => enqueued.filter(({ kind }) => kind === 'action.tell').map(({ payload }) => JSON.stringify(payload));
const calls = (name: string) => tenant.calls.filter(({ call }) => call === name).length;

beforeEach(() => {
  enqueued.length = 0;
  posted.length = 0;
  auditDown = false;
});

describe('R32: what cannot be written down', () => {
  test('is not run', async () => {
    const run = handlersFor();
    const id = await requestOf('sign-out-everywhere', 'accepted');
    auditDown = true;
    await expect(run('action.run', { id })).rejects.toThrow('the audit log is full');
    expect(calls('revokeSessions')).toBe(0);
    expect((await findActionRequest(context.database.queries, id))?.status).toBe('accepted');
    auditDown = false;
    await run('action.run', { id }, 2);
    expect(calls('revokeSessions')).toBe(1);
  });
});

describe('an action that the tenant does not answer', () => {
  test('is tried again, then told honestly, with a person to go on with', async () => {
    const run = handlersFor();
    const id = await requestOf('sign-out-everywhere', 'accepted');
    tenant.fail('revokeSessions', new SupportError('directory_unreachable', 'down', { retryable: true }), 9);
    for (let attempt = 1; attempt < 4; attempt += 1) {
      await expect(run('action.run', { id }, attempt)).rejects.toThrow('down');
    }
    expect(told()).toEqual([]);
    await run('action.run', { id }, 4);
    expect(told()).toEqual([expect.stringContaining('action.failed.unreachable')]);
    expect((await findActionRequest(context.database.queries, id))?.status).toBe('failed');
    tenant.fail('revokeSessions', new SupportError('x', 'x'), 0);
  });

  test('that refuses is told at once: nothing changed', async () => {
    const run = handlersFor();
    const id = await requestOf('sign-out-everywhere', 'accepted');
    tenant.fail('revokeSessions', new SupportError('directory_refused', 'no'));
    await run('action.run', { id });
    expect(told()).toEqual([expect.stringContaining('"action.failed"')]);
  });

  test('is looked at each minute until it shows, and told when it does', async () => {
    const run = handlersFor();
    const id = await requestOf('sign-out-everywhere', 'accepted');
    tenant.fail('readAccount', new SupportError('directory_unreachable', 'down', { retryable: true }), 2);
    await run('action.run', { id });
    expect(told()).toEqual([expect.stringContaining('action.pending')]);
    const [look] = enqueued.filter(({ kind }) => kind === 'action.verify');
    expect(look!.runAt).toBe(now + 60_000);
    await run('action.verify', look!.payload as object);
    expect(told()).toHaveLength(1);
    await run('action.verify', { ...(look!.payload as object), look: 2 });
    expect(told().at(-1)).toContain('action.verified');
  });
});

describe('others who have to agree', () => {
  const chat = (personId: string) =>
    upsertReference(context.database.queries, {
      conversationKey: `msteams|${personId}`,
      channelId: 'msteams',
      serviceUrl: 'https://smba.trafficmanager.net/emea/',
      conversationId: personId,
      conversationType: 'personal',
      tenantId: 't',
      botId: 'b',
      userId: `29:${personId}`,
      personId,
      userName: personId,
      locale: 'en-GB',
      installed: true,
      updatedAt: now,
    });

  test('are reminded once, in their own chat and language; then the request ends and the employee is told', async () => {
    const run = handlersFor();
    await chat('claire');
    const id = await requestOf('request-licence', 'waiting', { sku: 's', label: 'Visio' });
    const approval = {
      id: `a-${id}`,
      requestId: id,
      approverId: 'claire',
      nonce: `n-${id}`,
      messageId: undefined,
      now,
    };
    await insertApproval(context.database.queries, approval);
    await run('action.remind', { id });
    expect(
      posted.map(({ conversationKey, activity }) => [conversationKey, (activity as { text: string }).text]),
    ).toEqual([['msteams|claire', 'Reminder: **Odile Marchand** is waiting for your answer to the request above.']]);
    await run('action.expire', { id });
    expect((await findActionRequest(context.database.queries, id))?.status).toBe('expired');
    expect((await findApproval(context.database.queries, approval.id))?.status).toBe('expired');
    expect(told()).toEqual([expect.stringContaining('action.nobodyDecided')]);
    await run('action.remind', { id });
    expect(posted).toHaveLength(1);
  });

  test('agreed for a time: it ends by itself, and the employee is told', async () => {
    const run = handlersFor();
    const group = { id: 'group-x', name: 'Salesforce', assignable: true };
    tenant.person(person).groups.push(group);
    const id = await requestOf('join-group', 'done', { group: 'group-x', label: 'Salesforce', term: 'month' });
    const undo = { id: 'group-x', name: 'Salesforce' };
    await changeActionRequest(context.database.queries, { id, from: ['done'], to: 'done', undo, now });
    await run('action.lapse', { id });
    expect(tenant.person(person).groups).not.toContainEqual(group);
    expect(told()).toEqual([expect.stringContaining('action.lapsed')]);
    await run('action.lapse', { id });
    expect(calls('leaveGroup')).toBe(1);
  });
});
