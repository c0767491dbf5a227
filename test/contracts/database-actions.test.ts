import { expect, test } from 'vitest';
import {
  findApprovalByNonce,
  insertApproval,
  listPendingForTechnicians,
  settleApproval,
  voidApprovals,
} from '../../adapters/database/repositories/action-approvals.ts';
import {
  changeActionRequest,
  countActionRequests,
  findActionRequest,
  findActionRequestToContest,
  insertActionRequest,
  listActionRequests,
  type NewActionRequest,
  noteShown,
  purgeActionRequestsOlderThan,
} from '../../adapters/database/repositories/action-requests.ts';
import { describeOnEachDialect } from '../support/databases.ts';

const now = Date.UTC(2026, 10, 27, 9);
const request = (id: string, more: Partial<NewActionRequest> = {}): NewActionRequest => ({
  id,
  nonce: `nonce-${id}`,
  action: 'sign-out-everywhere',
  personId: 'odile',
  personName: 'Odile Marchand',
  conversationKey: 'c',
  input: { device: 'd' },
  language: 'fr',
  status: 'accepted',
  expiresAt: now + 1,
  contestHash: `hash-${id}`,
  now,
  ...more,
});

describeOnEachDialect('action requests', (under) => {
  const db = () => under.database.queries;

  test('R3: a nonce is spent once', async () => {
    expect(await insertActionRequest(db(), request('one'))).toBe(true);
    expect(await insertActionRequest(db(), request('two', { nonce: 'nonce-one' }))).toBe(false);
    expect(await findActionRequest(db(), 'two')).toBeUndefined();
    expect((await findActionRequestToContest(db(), 'hash-one'))?.input).toEqual({ device: 'd' });
  });

  test('a change starts from the states that it names, and two at once make one', async () => {
    await insertActionRequest(db(), request('three'));
    const begin = () => changeActionRequest(db(), { id: 'three', from: ['accepted'], to: 'running', now });
    expect((await Promise.all([begin(), begin()])).toSorted()).toEqual([false, true]);
    const undo = { name: 'LT-0231' };
    await changeActionRequest(db(), {
      id: 'three',
      from: ['running'],
      to: 'done',
      undo,
      ticket: 'GU-2026-000001',
      now,
    });
    await noteShown(db(), 'three', 'activity');
    expect(await findActionRequest(db(), 'three')).toMatchObject({
      status: 'done',
      undo,
      ticket: 'GU-2026-000001',
      shownActivityId: 'activity',
    });
  });

  test('R31: requests are counted by person, by action, since when, and without those that came to nothing', async () => {
    await insertActionRequest(db(), request('four', { personId: 'priya', action: 'my-devices', status: 'refused' }));
    await insertActionRequest(db(), request('five', { personId: 'priya', now: now - 5_000 }));
    const count = (since: number, of = {}) => countActionRequests(db(), since, of);
    expect(await count(now, { personId: 'priya' })).toBe(1);
    expect(await count(now - 5_000, { personId: 'priya' })).toBe(2);
    expect(await count(now - 5_000, { personId: 'priya', except: ['refused'] })).toBe(1);
    expect(await count(now - 5_000, { personId: 'priya', action: 'my-devices' })).toBe(1);
    expect((await listActionRequests(db(), 'priya', 0, ['accepted'])).map(({ id }) => id)).toEqual(['five']);
  });

  test('one word on a request counts, and the others need not decide any more', async () => {
    const approval = (id: string, approverId?: string) =>
      insertApproval(db(), { id, requestId: 'three', approverId, nonce: `n-${id}`, messageId: undefined, now });
    await approval('a', 'claire');
    await approval('b');
    expect((await findApprovalByNonce(db(), 'n-a'))?.approverId).toBe('claire');
    expect((await listPendingForTechnicians(db())).map(({ id }) => id)).toEqual(['b']);
    const settle = () => settleApproval(db(), 'a', 'approved', 'claire', now);
    expect((await Promise.all([settle(), settle()])).toSorted()).toEqual([false, true]);
    await voidApprovals(db(), 'three', now);
    expect(await listPendingForTechnicians(db())).toEqual([]);
  });

  test('R36: what is old goes, with what others decided on it', async () => {
    expect(await purgeActionRequestsOlderThan(db(), now - 1)).toBe(1);
    expect(await purgeActionRequestsOlderThan(db(), now + 1)).toBe(3);
    expect(await findApprovalByNonce(db(), 'n-a')).toBeUndefined();
  });
});
