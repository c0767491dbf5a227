import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { insertApproval } from '../../adapters/database/repositories/action-approvals.ts';
import { findActionRequest, insertActionRequest } from '../../adapters/database/repositories/action-requests.ts';
import { openAuditLog } from '../../adapters/database/repositories/audit.ts';
import type { NewJob, Queue } from '../../adapters/queue/port.ts';
import type { DeskAccess, Identity } from '../../bot/desk/identity.ts';
import { createTexts, loadLocales } from '../../bot/rendering/texts.ts';
import { createSelfService } from '../../bot/self-service/accept.ts';
import { readSwitch } from '../../bot/self-service/switches.ts';
import { actions } from '../../dialogs/self-service/registry.ts';
import { deskForTests, productionConfig } from '../fixtures/desk-server.ts';
import { organisation } from '../fixtures/organisation.ts';
import { databaseForTests } from '../fixtures/tickets-database.ts';

const context = databaseForTests();
const enqueued: NewJob[] = [];
const queue = { enqueue: async (_db: unknown, job: NewJob) => void enqueued.push(job) } as unknown as Queue;
const audit = openAuditLog(Date.now());
const locales = loadLocales([fileURLToPath(new URL('../../bot/locales', import.meta.url))]);
const texts = createTexts(locales, organisation);
const publicUrl = 'https://guichet.example';
const { decide } = createSelfService({ actions, audit, queue, texts, organisation, publicUrl, contestKey: 'k' });

/** The identity that a test says it has. */
const access: DeskAccess = {
  identify: async ({ 'x-identity': given }) =>
    typeof given === 'string' ? (JSON.parse(given) as Identity) : undefined,
  open: () => undefined,
  oneTimeLink: () => '/desk',
  token: undefined,
};
const contested: string[] = [];
const contest = {
  find: async (token: string) => (token === 'good' ? findActionRequest(context.database.queries, 'r-1') : undefined),
  contest: async (token: string) => {
    contested.push(token);
    return 'GU-2026-000001';
  },
};
const desk = deskForTests(context, productionConfig, access, { decide, contest, audit, wake: () => {} });

const ana: Identity = { roles: ['Technician'], name: 'Ana Silva', personId: 'ana' };
const officer: Identity = { roles: ['SecurityOfficer'], name: 'Sofia Lindqvist', personId: 'sofia' };
const as = (identity: Identity) => ({ 'x-identity': JSON.stringify(identity) });
const post = (path: string, body: unknown, identity: Identity) =>
  desk.send(path, {
    method: 'POST',
    headers: { ...as(identity), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function ask(number: number, personId = 'priya'): Promise<void> {
  const db = context.database.queries;
  const now = Date.now();
  await insertActionRequest(db, {
    id: `r-${number}`,
    nonce: `n-${number}`,
    action: 'temporary-pass',
    personId,
    personName: 'Priya <b>Nair</b>',
    conversationKey: 'c',
    input: {},
    language: 'fr',
    status: 'waiting',
    expiresAt: now + 3600_000,
    now,
  });
  await insertApproval(db, {
    id: `a-${number}`,
    requestId: `r-${number}`,
    approverId: undefined,
    nonce: `an-${number}`,
    messageId: undefined,
    now,
  });
}
beforeAll(async () => {
  await ask(1);
  await ask(2, 'ana');
});

describe('identities to verify (R28, R33)', () => {
  test.each(['/desk/approvals', '/desk/api/approvals', '/desk/switches', '/desk/api/switches'])(
    '%s opens to nobody unknown, and to no other role',
    async (path) => {
      expect((await desk.send(path)).status).toBe(401);
      expect((await desk.send(path, { headers: as({ roles: ['ContentOwner'] }) })).status).toBe(403);
    },
  );

  test('the page names who waits, as text, and says what proves an identity', async () => {
    const response = await desk.send('/desk/approvals', { headers: { ...as(ana), 'accept-language': 'en' } });
    const page = await response.text();
    expect(page).toContain('Priya &lt;b&gt;Nair&lt;/b&gt;: Get a temporary access pass');
    expect(page).toContain('A birth date or a badge number proves nothing');
    expect(page).not.toContain('<script');
  });

  test('a form of another site decides nothing', async () => {
    const response = await desk.send('/desk/approvals/a-1', {
      method: 'POST',
      headers: { ...as(ana), 'content-type': 'application/x-www-form-urlencoded' },
      body: 'by=Ana&approved=yes&verified=yes&token=guessed',
    });
    expect(response.status).toBe(403);
  });

  test('nobody verifies themselves, nor says yes without having verified', async () => {
    const yes = { by: 'Ana', approved: true, verified: true };
    expect((await post('/desk/api/approvals/a-2', yes, ana)).status).toBe(403);
    expect((await post('/desk/api/approvals/a-1', { ...yes, verified: false }, ana)).status).toBe(400);
    expect((await post('/desk/api/approvals/a-9', yes, ana)).status).toBe(404);
    expect(enqueued).toEqual([]);
  });

  test('one yes lets it run, once; it names the request, never a person (R27)', async () => {
    const yes = { by: 'whoever', approved: true, verified: true };
    expect((await post('/desk/api/approvals/a-1', { ...yes, person: 'sofia' }, ana)).status).toBe(400);
    expect((await post('/desk/api/approvals/a-1', yes, ana)).status).toBe(200);
    expect((await post('/desk/api/approvals/a-1', yes, officer)).status).toBe(409);
    expect(enqueued.map(({ kind, payload }) => [kind, payload])).toEqual([['action.run', { id: 'r-1' }]]);
    expect((await findActionRequest(context.database.queries, 'r-1'))?.status).toBe('accepted');
  });
});

describe('the kill switch (R40)', () => {
  test('is a security officer’s alone, says who pressed it, and is in the audit log', async () => {
    const path = '/desk/api/switches/self-service';
    expect((await post(path, { by: 'Ana', frozen: true }, ana)).status).toBe(403);
    expect((await post(path, { by: 'somebody', frozen: true }, officer)).status).toBe(200);
    expect(await readSwitch(context.database.queries, 'self-service')).toMatchObject({
      frozen: true,
      by: officer.name,
    });
    const page = await (
      await desk.send('/desk/switches', { headers: { ...as(officer), 'accept-language': 'en' } })
    ).text();
    expect(page).toContain('frozen by Sofia Lindqvist');
    await post(path, { by: 'somebody', frozen: false }, officer);
    expect((await readSwitch(context.database.queries, 'self-service')).frozen).toBe(false);
    const rows = await context.database.queries.selectFrom('audit_entry').select('kind').orderBy('sequence').execute();
    expect(rows.map(({ kind }) => kind).filter((kind) => kind.startsWith('switch'))).toEqual([
      'switch.frozen',
      'switch.released',
    ]);
    expect((await post('/desk/api/switches/everything', { by: 'x', frozen: true }, officer)).status).toBe(404);
  });
});

describe('« ce n’était pas moi » (R28)', () => {
  test('opens with the link alone, asks before it does anything, and knows no other link', async () => {
    expect((await desk.send('/not-me/guessed')).status).toBe(404);
    expect((await desk.send('/not-me/guessed', { method: 'POST' })).status).toBe(404);
    const asked = await desk.send('/not-me/good', { headers: { 'accept-language': 'en' } });
    expect(await asked.text()).toContain('closes all your sessions and tells the Security team');
    expect(contested).toEqual([]);
    const done = await desk.send('/not-me/good', { method: 'POST', headers: { 'accept-language': 'en' } });
    expect(await done.text()).toContain('GU-2026-000001');
    expect(contested).toEqual(['good']);
    const elsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await desk.send('/not-me/good', { method: 'POST', headers: elsewhere })).status).toBe(403);
  });
});
