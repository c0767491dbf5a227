import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { recordExternal } from '../../adapters/database/repositories/ticket-changes.ts';
import { findTicket } from '../../adapters/database/repositories/tickets.ts';
import { appendTranscript, deleteTranscript } from '../../adapters/database/repositories/transcript.ts';
import { html, markupText } from '../../bot/desk/html.ts';
import { deskForTests } from '../fixtures/desk-server.ts';
import { vpnDraft } from '../fixtures/ticket-draft.ts';
import { addTicket, databaseForTests } from '../fixtures/tickets-database.ts';

const context = databaseForTests();
const desk = deskForTests(context);
const english = { 'accept-language': 'en' };
const pageOf = async (path: string, headers: Record<string, string> = english) =>
  (await desk.get(path, headers)).text();

describe('the page of a ticket', () => {
  test('tells all that a technician needs, in the order of VOICE', async () => {
    const ticket = await addTicket(context.database);
    const line = { conversationKey: 'page', requestId: ticket.requestId, author: 'employee' as const };
    await appendTranscript(context.database.queries, [
      { ...line, id: 'p1', at: ticket.createdAt, authorName: 'Priya Nair', text: 'it drops\nevery ten minutes' },
      { ...line, id: 'p2', at: ticket.createdAt + 1, text: 'Said by mistake', activityId: 'gone' },
    ]);
    await deleteTranscript(context.database.queries, { conversationKey: 'page', activityId: 'gone', now: 1 });
    const page = await pageOf(`/desk/tickets/${ticket.reference}`);
    const inOrder = [
      `${ticket.reference} · P2 · network.vpn · Priya Nair · due`,
      'Board presentation 16:00 today.',
      'GlobalProtect',
      'said',
      'looked up',
      'inferred',
      'Restart the VPN client (did not work, said)',
      'Use a network cable',
      'Use the phone&#39;s hotspot',
      'Writing only',
      'every ten minutes',
      'message deleted by its author',
      'History',
    ];
    let position = page.indexOf('<h1');
    for (const words of inOrder) {
      const found = page.indexOf(words, position);
      expect(found, `${words} after what precedes it`).toBeGreaterThanOrEqual(position);
      position = found;
    }
    expect(page).not.toContain('Said by mistake');
  });

  test("shows due times in the organisation's time zone", async () => {
    const ticket = await addTicket(context.database);
    expect(ticket.ownDueAt).toBe(Date.parse('2026-11-23T11:24:00Z'));
    expect(await pageOf(`/desk/tickets/${ticket.reference}`)).toMatch(
      /<time datetime="2026-11-23T11:24:00\.000Z">12:24/,
    );
  });

  test("is in the reader's language, and marks the ticket's own", async () => {
    const { reference } = await addTicket(context.database);
    const page = await pageOf(`/desk/tickets/${reference}`, { 'accept-language': 'fr-CA,fr;q=0.9' });
    expect(page).toContain('<html lang="fr">');
    expect(page).toContain('<h2 id="facts">Faits</h2>');
    expect(page).toMatch(/<p class="lines" lang="en" dir="auto">VPN drops/);
  });

  test('is made for every reader: landmarks, one first heading, table headers, labels (R38)', async () => {
    const { reference } = await addTicket(context.database);
    const page = await pageOf(`/desk/tickets/${reference}`);
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page).toContain('<a class="skip" href="#content">');
    for (const landmark of ['<header>', '<nav aria-label=', '<main id="content"']) expect(page).toContain(landmark);
    expect(page.match(/<th /g)?.length).toBe(page.match(/<th scope="(col|row)"/g)?.length);
    const fields = [...page.matchAll(/<(?:input|textarea|select)(?![^>]*type="hidden")[^>]*\sid="([^"]+)"/g)];
    expect(fields.length).toBeGreaterThan(5);
    for (const [, id] of fields) expect(page).toContain(`<label for="${id}"`);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('holds no script, no inline style and no handler', async () => {
    const { reference } = await addTicket(context.database);
    for (const path of ['/desk', `/desk/tickets/${reference}`]) {
      expect(await pageOf(path)).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=/i);
    }
  });
});

describe('hostile text (R34)', () => {
  const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)> [a](javascript:alert(1))';

  test('is shown as text wherever it comes from', async () => {
    const draft = {
      ...vpnDraft,
      title: hostile,
      summary: hostile,
      facts: [{ id: 'x', label: hostile, value: hostile, source: 'said' as const }],
      steps: [{ instruction: hostile, outcome: 'could_not' as const }],
      offered: [hostile],
      preferences: [hostile],
    };
    const ticket = await addTicket(context.database, draft, { id: 'x', name: hostile });
    await appendTranscript(context.database.queries, [
      {
        id: 'h',
        conversationKey: 'h',
        requestId: ticket.requestId,
        at: 1,
        author: 'employee',
        authorName: hostile,
        text: hostile,
      },
    ]);
    await desk.post(`/desk/api/tickets/${ticket.reference}/comment`, {
      by: hostile,
      text: hostile,
      to_employee: false,
    });
    const external = { system: hostile, id: hostile, url: 'javascript:alert(1)' };
    await recordExternal(context.database.queries, ticket.reference, external);
    for (const path of [
      `/desk/tickets/${ticket.reference}?done=${encodeURIComponent(hostile)}`,
      `/desk?requester=x&category=${encodeURIComponent(hostile)}`,
      '/desk?requester=x',
    ]) {
      const page = await pageOf(path);
      expect(page).not.toMatch(/<script|<img|href="javascript:/i);
      expect(page).not.toContain(hostile);
    }
  });

  test('html escapes every value and keeps only its own markup', () => {
    const markup = html`<p title="${'"x\''}">${'<&>'}${html`<b>${1}</b>`}${undefined}${false}${[html`<i></i>`, html`<u></u>`]}</p>`;
    expect(markupText(markup)).toBe('<p title="&quot;x&#39;">&lt;&amp;&gt;<b>1</b><i></i><u></u></p>');
  });
});

describe('the forms', () => {
  const open = async () => {
    const opened = await desk.send(desk.access.oneTimeLink());
    return opened.headers.get('set-cookie')!.split(';')[0]!;
  };
  /** What a browser without scripts does: loads the page, fills the form, sends it. */
  async function browse(reference: string) {
    const session = await open();
    const response = await desk.send(`/desk/tickets/${reference}`, { headers: { cookie: session, ...english } });
    const setCookie = response.headers.get('set-cookie')!;
    const page = await response.text();
    const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '';
    const cookie = `${session}; ${setCookie.split(';')[0]}`;
    const submit = (verb: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      desk.send(`/desk/tickets/${reference}/${verb}`, {
        method: 'POST',
        headers: { cookie, origin: desk.base, 'sec-fetch-site': 'same-origin', ...english, ...headers },
        body: new URLSearchParams({ token: field('token'), ...fields }),
      });
    return { setCookie, once: field('once'), submit };
  }

  test('claim, comment, resolve and reopen without a script', async () => {
    const { reference } = await addTicket(context.database);
    const { submit, once } = await browse(reference);
    const claimed = await submit('claim', { by: 'Ana' });
    expect([claimed.status, claimed.headers.get('location')]).toEqual([303, `/desk/tickets/${reference}?done=claim`]);
    expect(await pageOf(`/desk/tickets/${reference}?done=claim`)).toContain('role="status"');
    desk.changes.length = 0;
    await submit('comment', { by: 'Ana', text: 'Looking', to_employee: 'yes', once });
    await submit('comment', { by: 'Ana', text: 'Looking', to_employee: 'yes', once });
    expect(desk.changes.map(({ event }) => [event.text, event.toEmployee])).toEqual([['Looking', true]]);
    expect((await submit('resolve', { by: 'Ana', resolution: 'Done', solution: 'workaround' })).status).toBe(303);
    expect((await submit('reopen', { by: 'Ana', reason: 'Again' })).status).toBe(303);
    expect(await findTicket(context.database.queries, reference)).toMatchObject({
      status: 'assigned',
      assignee: 'Ana',
    });
  });

  test('the token is in a strict cookie that no script reads', async () => {
    const { setCookie } = await browse((await addTicket(context.database)).reference);
    expect(setCookie).toMatch(/^guichet_form=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/desk$/);
  });

  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['without the token', { token: '' }, {}],
    ['with an invented token', { token: 'x'.repeat(32) }, {}],
    ['from another site', {}, { origin: 'https://evil.example' }],
    ['from another port of this machine', {}, { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:56150' }],
    ['of another media type', {}, { 'content-type': 'text/plain' }],
  ])('a form %s is refused, and changes nothing', async (_how, fields, headers) => {
    const { reference } = await addTicket(context.database);
    const { submit } = await browse(reference);
    const refused = await submit('claim', { by: 'Ana', ...fields }, headers);
    expect([403, 415]).toContain(refused.status);
    expect(refused.headers.get('content-type')).toContain('text/html');
    expect((await findTicket(context.database.queries, reference))?.status).toBe('new');
  });

  test('a form that lacks something says so on a page with an id', async () => {
    const { reference } = await addTicket(context.database);
    const { submit } = await browse(reference);
    const refused = await submit('resolve', { by: 'Ana', resolution: 'Done' });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toMatch(/role="alert".*missing[\s\S]*administrator: [0-9a-f-]{36}/);
  });
});

/** https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio */
test('colours contrast by at least 4.5 to 1 for text, 3 to 1 for lines (R38)', () => {
  const css = readFileSync(new URL('../../bot/desk/desk.css', import.meta.url), 'utf8');
  const luminance = (name: string) => {
    const hex = new RegExp(`--${name}: #([0-9a-f]{6})`).exec(css)![1]!;
    const [red, green, blue] = [0, 2, 4]
      .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)) as [
      number,
      number,
      number,
    ];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one: string, other: string) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
    return (light + 0.05) / (dark + 0.05);
  };
  for (const background of ['paper', 'soft']) {
    expect(contrast('ink', background)).toBeGreaterThanOrEqual(4.5);
    expect(contrast('link', background)).toBeGreaterThanOrEqual(4.5);
    expect(contrast('line', background)).toBeGreaterThanOrEqual(3);
  }
});
