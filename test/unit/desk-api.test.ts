import { describe, expect, test } from 'vitest';
import { appendTranscript } from '../../adapters/database/repositories/transcript.ts';
import { deskForTests } from '../fixtures/desk-server.ts';
import { phishingDraft, vpnDraft } from '../fixtures/ticket-draft.ts';
import { addTicket, databaseForTests } from '../fixtures/tickets-database.ts';

interface Answer {
  readonly error: { readonly code: string; readonly id: string };
  readonly events: readonly { readonly kind: string }[];
}

const context = databaseForTests();
const desk = deskForTests(context);

describe('reading tickets', () => {
  test('one ticket holds its facts with their source, steps with their outcome, transcript and events', async () => {
    const ticket = await addTicket(context.database);
    const at = Date.parse('2026-11-23T10:50:00Z');
    await appendTranscript(context.database.queries, [
      { id: 'l1', conversationKey: 'c', requestId: ticket.requestId, at, author: 'employee', text: 'VPN drops' },
      { id: 'l2', conversationKey: 'c', requestId: ticket.requestId, at: at + 1, author: 'guichet', text: 'Right?' },
      { id: 'l3', conversationKey: 'c', requestId: 'another', at, author: 'employee', text: 'Not of this ticket' },
    ]);
    const response = await desk.get(`/desk/api/tickets/${ticket.reference}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      ref: ticket.reference,
      status: 'new',
      category: 'network.vpn',
      kind: 'incident',
      impact: 2,
      urgency: 1,
      priority: 'P2',
      requester: { id: 'priya', name: 'Priya Nair' },
      facts: vpnDraft.facts,
      steps: vpnDraft.steps,
      transcript: [
        { at: '2026-11-23T10:50:00.000Z', from: 'employee', text: 'VPN drops' },
        { at: '2026-11-23T10:50:00.001Z', from: 'guichet', text: 'Right?' },
      ],
      events: [],
      language: 'en',
      external: null,
    });
  });

  test('the list is newest first, narrowed, and paged with `next` given back as `after`', async () => {
    const requester = { id: 'marc', name: 'Marc' };
    const first = await addTicket(context.database, { ...vpnDraft, category: 'printing' }, requester);
    const second = await addTicket(context.database, vpnDraft, requester);
    const list = async (query: string) =>
      (await (await desk.get(`/desk/api/tickets?requester=marc&${query}`)).json()) as {
        tickets: { ref: string }[];
        next: string | null;
      };
    const references = async (query: string) => (await list(query)).tickets.map(({ ref }) => ref);
    expect(await references('')).toEqual([second.reference, first.reference]);
    expect(await references('category=printing')).toEqual([first.reference]);
    expect(await references('status=new&category=')).toEqual([second.reference, first.reference]);
    expect(await references('status=closed')).toEqual([]);
    const page = await list('limit=1');
    expect(page.tickets).toHaveLength(1);
    expect(await references(`limit=1&after=${page.next}`)).toEqual([first.reference]);
    expect((await list(`limit=1&after=${first.reference}`)).next).toBeNull();
  });

  test('a reference may be quoted loosely', async () => {
    const { reference, number } = await addTicket(context.database);
    const response = await desk.get(`/desk/api/tickets/gu2026-${number}`);
    expect(await response.json()).toMatchObject({ ref: reference });
  });
});

describe('changing tickets', () => {
  const act = async (reference: string, verb: string, body: unknown, headers = {}) => {
    const response = await desk.post(`/desk/api/tickets/${reference}/${verb}`, body, headers);
    return { status: response.status, body: (await response.json()) as Answer };
  };

  test('from claim to resolution and back, each change is recorded and told once (R3)', async () => {
    const { reference } = await addTicket(context.database);
    desk.changes.length = 0;
    expect((await act(reference, 'claim', { by: 'Ana' })).body).toMatchObject({ status: 'assigned', assignee: 'Ana' });
    expect((await act(reference, 'claim', { by: 'Ana' })).status).toBe(200);
    const once = { 'idempotency-key': 'press-1' };
    const comment = { by: 'Ana', text: 'Trying another channel', to_employee: true };
    await act(reference, 'comment', comment, once);
    await act(reference, 'comment', comment, once);
    await act(reference, 'comment', { by: 'Ana', text: 'Router is old', to_employee: false });
    const resolution = { by: 'Ana', resolution: 'Changed the Wi-Fi channel', solution: 'definitive' };
    expect((await act(reference, 'resolve', resolution)).body).toMatchObject({
      status: 'resolved',
      solution: 'definitive',
    });
    expect((await act(reference, 'resolve', resolution)).status).toBe(200);
    const reopened = await act(reference, 'reopen', { by: 'Ana', reason: 'It drops again' });
    expect(reopened.body).toMatchObject({ status: 'assigned', assignee: 'Ana', resolution: null });

    const told = desk.changes.map(({ event }) => [event.kind, event.toEmployee, event.text]);
    expect(told).toEqual([
      ['claimed', false, undefined],
      ['comment', true, 'Trying another channel'],
      ['comment', false, 'Router is old'],
      ['resolved', true, 'Changed the Wi-Fi channel'],
      ['reopened', true, 'It drops again'],
    ]);
    expect(reopened.body.events.map(({ kind }) => kind).sort()).toEqual(told.map(([kind]) => kind).sort());
  });

  test('two claims at the same moment: one technician has it', async () => {
    const { reference } = await addTicket(context.database);
    const answers = await Promise.all(['Ana', 'Bo'].map((by) => act(reference, 'claim', { by })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.error.code).toBe('ticket_claimed');
  });

  test('what the state forbids is refused by name, and changes nothing', async () => {
    const { reference } = await addTicket(context.database);
    expect((await act(reference, 'reopen', { by: 'Ana', reason: 'x' })).body.error.code).toBe('ticket_not_resolved');
    await act(reference, 'resolve', { by: 'Ana', resolution: 'done', solution: 'temporary' });
    expect((await act(reference, 'claim', { by: 'Bo' })).body.error.code).toBe('ticket_not_open');
    const again = await act(reference, 'resolve', { by: 'Bo', resolution: 'other', solution: 'workaround' });
    expect([again.status, again.body.error.code]).toEqual([409, 'ticket_not_open']);
  });

  test('a change whose consequence cannot be written is not made (R9), and the answer says nothing of why (R26)', async () => {
    const { reference } = await addTicket(context.database);
    const failed = await act(reference, 'resolve', { by: 'Ana', resolution: 'refuse this', solution: 'temporary' });
    expect(failed.status).toBe(500);
    expect(failed.body.error.code).toBe('internal');
    expect(failed.body.error.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(failed.body)).not.toContain('secret');
    const ticket = await (await desk.get(`/desk/api/tickets/${reference}`)).json();
    expect(ticket).toMatchObject({ status: 'new', events: [] });
  });
});

describe('requests that make no sense', () => {
  test.each([
    ['GET', '/desk/api/tickets/GU-1999-000001', undefined, 404, 'ticket_not_found'],
    ['GET', '/desk/api/tickets/nonsense', undefined, 404, 'ticket_not_found'],
    ['GET', '/desk/api/tickets?status=lost', undefined, 400, 'invalid_request'],
    ['GET', '/desk/api/tickets?limit=-1', undefined, 400, 'invalid_request'],
    ['POST', '/claim', '{', 400, 'invalid_request'],
    ['POST', '/claim', '[]', 400, 'invalid_request'],
    ['POST', '/claim', '{"by":""}', 400, 'invalid_request'],
    ['POST', '/comment', '{"by":"Ana","text":"x"}', 400, 'invalid_request'],
    ['POST', '/resolve', '{"by":"Ana","resolution":"x","solution":"magic"}', 400, 'invalid_request'],
    ['POST', '/reopen', `{"by":"Ana","reason":"${'x'.repeat(5_000)}"}`, 400, 'invalid_request'],
    ['POST', '/comment', `{"by":"Ana","text":"${'x'.repeat(70_000)}","to_employee":false}`, 413, 'too_large'],
  ])('%s %s %s is %i', async (method, path, body, status, code) => {
    const { reference } = await addTicket(context.database);
    const response =
      method === 'GET' ? await desk.get(path) : await desk.post(`/desk/api/tickets/${reference}${path}`, body);
    expect(response.status).toBe(status);
    const { error } = (await response.json()) as { error: Record<string, string> };
    expect(error.code).toBe(code);
    expect(error.message).not.toBe('');
    expect(error.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a body that is not declared as JSON is refused: a form of another site cannot send one', async () => {
    const { reference } = await addTicket(context.database);
    const headers = { 'content-type': 'text/plain' };
    expect((await desk.post(`/desk/api/tickets/${reference}/claim`, { by: 'Ana' }, headers)).status).toBe(415);
  });

  test('errors are worded in the language of who asks', async () => {
    const french = await desk.get('/desk/api/tickets/GU-1999-000001', { 'accept-language': 'fr-FR,fr;q=0.9,en;q=0.8' });
    expect(await french.text()).toContain('Aucun ticket ne porte cette référence.');
    const english = await desk.get('/desk/api/tickets/GU-1999-000001', { 'accept-language': 'en-GB,en;q=0.9' });
    expect(await english.text()).toContain('No ticket has this reference.');
  });
});

test('in local mode every role is held, security officer included', async () => {
  const { reference } = await addTicket(context.database, phishingDraft);
  expect(await (await desk.get(`/desk/api/tickets/${reference}`)).json()).toMatchObject({ facts: phishingDraft.facts });
});
