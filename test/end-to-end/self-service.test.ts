import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openReadOnly } from '../../adapters/database/registry.ts';
import { listAuditHeads, readAuditLog } from '../../adapters/database/repositories/audit.ts';
import type { AuditEntryTable } from '../../adapters/database/schema.ts';
import { verifyAudit } from '../../bot/audit/verify.ts';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { Chat } from '../support/conversation.ts';
import { createMemoryTenant } from '../support/memory-tenant.ts';
import { nowhereFaults } from '../support/play-tickets.ts';
import { type RunningService, startForTest } from '../support/service.ts';

const tenant = createMemoryTenant(() => running?.now() ?? Date.now());
const log: string[] = [];
let channel: FakeChannel;
let running: RunningService | undefined;
/** Where a process « ends »: the job stops there as it would when killed, once. */
let stopAt: string | undefined;

beforeAll(async () => {
  channel = await startChannel();
  running = await startForTest({
    tenant,
    log: (line) => log.push(line),
    checkpoint(name) {
      if (name !== stopAt) return;
      stopAt = undefined;
      throw new Error('stopped here by a test');
    },
  });
});
afterEach(() => {
  stopAt = undefined;
});
afterAll(async () => {
  await running?.stop();
  await channel.close();
});

const english = { locale: 'en-GB' };
async function chatOf() {
  const chat = new Chat(channel, running!.url, 'Priya Nair');
  const { aadObjectId: id } = chat.person;
  const calls = (name: string) => tenant.calls.filter((each) => each.personId === id && each.call === name).length;
  return { chat, id, calls };
}
async function approve(name = 'Priya Nair') {
  const { body } = await running!.desk('/approvals');
  const mine = body.approvals.findLast((each: { name: string }) => each.name === name);
  return running!.desk(`/approvals/${mine.id}`, { by: 'Karim Benali', approved: true, verified: true });
}
async function askForPass(chat: Chat) {
  await chat.say('can I have a temporary access pass', english);
  await chat.say('yes', english);
}

async function auditOf(): Promise<AuditEntryTable[]> {
  const { queries, close } = await openReadOnly({ dataFolder: running!.dataFolder });
  const entries: AuditEntryTable[] = [];
  for await (const page of readAuditLog(queries)) entries.push(...page);
  const heads = await listAuditHeads(queries);
  expect((await verifyAudit({ pages: readAuditLog(queries), heads })).faults).toEqual([]);
  await close();
  return entries;
}

describe('a pass (R29)', () => {
  test('is posted straight to the chat, kept nowhere, and taken away when it is of no more use', async () => {
    const { chat, id } = await chatOf();
    tenant.person(id).policy = { selfService: false, pass: true, passMinutes: 0.03 };
    await askForPass(chat);
    expect((await approve()).status).toBe(200);
    const shown = await chat.next();
    const pass = tenant.secrets.at(-1)!;
    expect(shown.words).toContain(pass);
    await chat.next();
    const hidden = await channel.waitFor((each) => each.call === 'update' && each.text?.includes('removed') === true);
    expect(hidden.text).not.toContain(pass);
    const others = channel.received.filter((each) => each.sentId !== shown.received.sentId);
    expect(JSON.stringify(others)).not.toContain(pass);
    const tickets = (await running!.desk('/tickets')).body;
    expect(nowhereFaults([pass], { tickets, messages: [], log, running: running! })).toEqual([]);
  });

  test('whose message may or may not have arrived is deleted, and a new one offered', async () => {
    const { chat, id, calls } = await chatOf();
    await askForPass(chat);
    channel.fail({ kind: 'reset-after-receipt' });
    await approve();
    const told = await chat.next();
    const last = told.words.includes('Your pass') ? await chat.next() : told;
    expect(last.words).toMatch(/do not know whether it worked.*cancelled it all/s);
    expect(calls('deletePasses')).toBe(1);
    expect(tenant.person(id).methods.some(({ kind }) => kind === 'pass')).toBe(false);
  });

  test('that a process made before it ended is deleted by the next one', async () => {
    const { chat, id, calls } = await chatOf();
    await askForPass(chat);
    stopAt = 'action.ran';
    await approve();
    const told = await chat.next(15_000);
    expect(told.words).toMatch(/do not know whether it worked/);
    expect([calls('createPass'), calls('deletePasses')]).toEqual([1, 1]);
    expect(tenant.person(id).methods.some(({ kind }) => kind === 'pass')).toBe(false);
  });

  test('is not given on a yes without a verified identity, nor twice (R28, R3)', async () => {
    const { chat, calls } = await chatOf();
    await askForPass(chat);
    const { body } = await running!.desk('/approvals');
    const mine = body.approvals.findLast((each: { name: string }) => each.name === 'Priya Nair');
    const yes = { by: 'Karim Benali', approved: true };
    expect((await running!.desk(`/approvals/${mine.id}`, yes)).status).toBe(400);
    expect((await running!.desk(`/approvals/${mine.id}`, { ...yes, verified: true })).status).toBe(200);
    expect((await running!.desk(`/approvals/${mine.id}`, { ...yes, verified: true })).status).toBe(409);
    await chat.next();
    await chat.next();
    expect(calls('createPass')).toBe(1);
  });
});

describe('an action', () => {
  test('that a process began before it ended is done once more where that does no harm (R9)', async () => {
    const { chat, calls } = await chatOf();
    await chat.say('sign me out everywhere', english);
    stopAt = 'action.ran';
    await chat.say('yes', english);
    expect((await chat.next(15_000)).words).toContain('All your sessions are closed');
    expect(calls('revokeSessions')).toBe(2);
  });

  test('is confirmed once: the same press, redelivered or pressed again, changes nothing (R2, R3)', async () => {
    const { chat, calls } = await chatOf();
    await chat.say('sign me out everywhere', english);
    const card = chat.messages().at(-1)!;
    const [confirm] = card.attachments![0]!.content.actions;
    const press = { text: undefined, value: confirm.data, replyToId: card.sentId };
    const id = crypto.randomUUID();
    await Promise.all([chat.post({ ...press, id }), chat.post({ ...press, id }), chat.post(press), chat.post(press)]);
    await expect.poll(() => calls('revokeSessions'), { timeout: 5_000 }).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(calls('revokeSessions')).toBe(1);
  });

  test('asked for again and again is refused (R31)', async () => {
    const { chat, calls } = await chatOf();
    for (let time = 0; time < 5; time += 1) {
      await chat.say('sign me out everywhere', english);
      await chat.say('yes', english);
      await chat.next();
    }
    expect((await chat.say('sign me out everywhere', english)).words).toContain('asked for this several times');
    expect(calls('revokeSessions')).toBe(5);
  });

  test('is not even examined in a group chat: the way to ask alone is told', async () => {
    const { chat, id } = await chatOf();
    const conversation = { id: `19:${crypto.randomUUID()}@thread.v2`, conversationType: 'groupChat', isGroup: true };
    await chat.post({ text: 'sign me out everywhere', conversation, locale: 'en-GB' });
    const said = await channel.waitFor((each) => each.conversationId === conversation.id);
    expect(JSON.stringify(said)).toMatch(/one to one|one-to-one|tête à tête/);
    expect(tenant.calls.filter(({ personId }) => personId === id)).toEqual([]);
  });

  test('is in the audit log from the yes to the notice, and the log names nobody (R32)', async () => {
    const { chat, id } = await chatOf();
    await chat.say('sign me out everywhere', english);
    await chat.say('yes', english);
    await chat.next();
    await expect.poll(() => tenant.person(id).mails.length).toBe(1);
    await expect.poll(async () => (await auditOf()).at(-1)?.kind).toBe('action.noticed');
    const entries = await auditOf();
    const mine = entries.filter(({ subject }) => subject === entries.at(-1)!.subject);
    expect(mine.map(({ kind }) => kind)).toEqual([
      'action.confirmed',
      'action.started',
      'action.done',
      'action.noticed',
    ]);
    expect(new Set(mine.map(({ actor }) => actor)).size).toBe(1);
    expect(JSON.stringify(entries)).not.toContain(id);
    expect(JSON.stringify(entries)).not.toMatch(/Priya|Karim/);
  });
});

test('nothing failed on the way but what was made to fail', () => {
  const errors = log.filter((line) => /"level":(?:50|60)/.test(line));
  expect(errors).toEqual([]);
});
