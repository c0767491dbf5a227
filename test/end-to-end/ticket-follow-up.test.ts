import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { Chat, read } from '../support/conversation.ts';
import { type RunningService, startForTest } from '../support/service.ts';
import { type SimulatedZammad, startZammad, zammadToken } from '../support/ticketing/zammad.ts';

const secret = 'a secret of the webhook';
let zammad: SimulatedZammad;
let channel: FakeChannel;
let running: RunningService;

beforeAll(async () => {
  [zammad, channel] = await Promise.all([startZammad(), startChannel()]);
  running = await startForTest({
    environment: {
      TICKET_SYSTEM: 'zammad',
      TICKET_SYSTEM_URL: zammad.url,
      TICKET_SYSTEM_TOKEN: zammadToken,
      TICKET_SYSTEM_USER: 'guichet@saint-aubin.example',
      TICKET_SYSTEM_POLL: '86400',
      TICKET_SYSTEM_WEBHOOK_SECRET: secret,
    },
  });
});
afterEach(() => {
  zammad.fault = () => undefined;
});
afterAll(async () => {
  await running?.stop();
  await channel?.close();
  await zammad?.stop();
});

// biome-ignore lint/suspicious/noExplicitAny: JSON of the desk, checked field by field
type Json = any;

async function until<T>(ask: () => Promise<T | undefined | false>, what: string): Promise<T> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const found = await ask();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} never came`);
}
const heard = (chat: Chat, words: RegExp) =>
  chat.messages().filter((message) => words.test(read(message).words)).length;
const ticketOf = async (reference: string): Promise<Json> => (await running.desk(`/tickets/${reference}`)).body;
const whole = (reference: string): Promise<Json> =>
  until(async () => {
    const ticket = await ticketOf(reference);
    return ticket.copy.state === 'whole' && ticket;
  }, `the copy of ${reference}`);

async function escalate(): Promise<{ chat: Chat; reference: string }> {
  const chat = new Chat(channel, running.url, 'Odile Marchand');
  await chat.say("l'imprimante du 2e ne sort rien");
  await chat.press('Oui');
  await chat.press('Seulement moi');
  await chat.say('un humain');
  const sent = await chat.press('Envoyer');
  return { chat, reference: /GU-\d{4}-\d{6}/.exec(sent.words)![0] };
}

/** As Zammad sends it: signed over the very bytes of the body, with an id of its own. */
async function notify(id: number, delivery = `delivery-${Math.random()}`, key = secret): Promise<Response> {
  const body = JSON.stringify({ ticket: { id, state: 'whatever it says' } });
  return fetch(`${running.url}/webhooks/tickets/zammad`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-zammad-delivery': delivery,
      'x-hub-signature': `sha1=${createHmac('sha1', key).update(body).digest('hex')}`,
    },
    body,
  });
}
async function act(method: string, route: string, body: object): Promise<void> {
  const headers = { authorization: `Token token=${zammadToken}`, 'content-type': 'application/json' };
  await fetch(`${zammad.url}/api/v1${route}`, { method, headers, body: JSON.stringify(body) });
}

describe('what is done in the ticket system', () => {
  test('reaches the employee once, however often it is notified (R33)', async () => {
    const { chat, reference } = await escalate();
    const { external } = await whole(reference);
    const { id } = zammad.tickets.find(({ number }) => number === external.id)!;
    const answer = { ticket_id: id, body: 'Je passe vous voir à 15 h.', type: 'note', internal: false };
    await act('POST', '/ticket_articles', answer);
    await act('POST', '/ticket_articles', { ...answer, body: 'entre nous : toner vide', internal: true });

    expect((await notify(id, 'first', 'another secret')).status).toBe(401);
    expect(heard(chat, /15 h/)).toBe(0);
    const first = await notify(id, 'first');
    expect([first.status, await first.json()]).toEqual([200, { tickets: 1 }]);
    await until(async () => heard(chat, /15 h/) > 0, 'the answer');
    expect(await (await notify(id, 'first')).json()).toEqual({ tickets: 0 });
    await notify(id, 'second');

    await act('PUT', `/tickets/${id}`, { state: 'closed' });
    await notify(id, 'third');
    await until(async () => heard(chat, /réglé pour vous/) > 0, 'the question');
    await notify(id, 'fourth');
    await chat.press('Non, pas encore');
    await chat.say('il reste un trait');
    // Told there, and not taken for news from there.
    await until(
      async () => zammad.tickets.find((each) => each.id === id)!.state === 'open',
      'the reopening, in Zammad',
    );
    await notify(id, 'fifth');
    expect(heard(chat, /15 h/)).toBe(1);
    expect(heard(chat, /toner vide/)).toBe(0);
    expect(heard(chat, /réglé pour vous/)).toBe(1);
    const ticket = await ticketOf(reference);
    expect(ticket.status).not.toBe('resolved');
    expect(ticket.events.filter(({ text }: Json) => text?.includes('toner vide'))).toHaveLength(1);
    expect(zammad.problems).toEqual([]);
  });

  test('is not taken from what is not signed, unknown or unreadable', async () => {
    expect((await notify(999_999)).status).toBe(200);
    const post = (path: string, body: string, headers: Record<string, string> = {}) =>
      fetch(`${running.url}${path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
    expect((await post('/webhooks/tickets/zammad', '{"ticket":{"id":1}}')).status).toBe(401);
    expect((await post('/webhooks/tickets/glpi', '{}')).status).toBe(404);
    const signed = { 'x-hub-signature': `sha1=${createHmac('sha1', secret).update('{}').digest('hex')}` };
    expect((await post('/webhooks/tickets/zammad', '{}', signed)).status).toBe(400);
  });
});

describe('a ticket', () => {
  test('is written in the technicians’ language for them, and in the employee’s own words and language for the employee', async () => {
    const chat = new Chat(channel, running.url, 'Priya Nair');
    const english = { locale: 'en-GB' };
    await chat.say('the printer on the 2nd floor prints nothing', english);
    await chat.press('Yes');
    await chat.say('a human', english);
    const sent = await chat.press('Send');
    const reference = /GU-\d{4}-\d{6}/.exec(sent.words)![0];
    const { external, title, facts } = await whole(reference);
    const { id, title: theirs } = zammad.tickets.find(({ number }) => number === external.id)!;
    const [article] = zammad.articles.filter((each) => each.ticket_id === id);
    expect(title).toMatch(/^Print/);
    expect(theirs).toMatch(/^\[GU-\d{4}-\d{6}\] Impression/);
    expect(article!.body).toContain('Faits');
    expect(article!.body).toContain('the printer on the 2nd floor prints nothing');
    const label = facts[0].label;
    expect(article!.body).not.toContain(label);
    const page = await fetch(`${running.url}/desk/tickets/${reference}`, {
      headers: { authorization: `Bearer ${running.service.deskToken}`, 'accept-language': 'fr' },
    });
    expect(await page.text()).toContain('Impression');
    // The employee hears its number there.
    expect((await chat.say('what became of my ticket?', english)).words).toContain(external.id);
  });
});

describe('tickets opened by telephone', () => {
  test('are told to whoever they belong to, and to nobody else (R33)', async () => {
    const { chat, reference } = await escalate();
    const { external } = await whole(reference);
    const { customer } = zammad.tickets.find(({ number }) => number === external.id)!;
    const article = { body: 'badge', type: 'phone', internal: false };
    const byTelephone = { title: 'Badge démagnétisé', group: 'Users', customer_id: `guess:${customer}`, article };
    await act('POST', '/tickets', byTelephone);
    const { number } = zammad.tickets.at(-1)!;
    const asked = await chat.say('où en est mon ticket ?');
    expect(asked.words).toContain(reference);
    expect(asked.words).toMatch(
      new RegExp(`${number}.*Badge démagnétisé.*par téléphone ou par mail\\s: pas encore pris en charge`),
    );
    const other = new Chat(channel, running.url, 'Malik Perrin');
    expect((await other.say('où en est mon ticket ?')).words).not.toContain('Badge');
    // The ticket system being slow or down delays no answer.
    zammad.fault = () => 'hangs';
    expect((await chat.say('où en est mon ticket ?')).words).toContain(reference);
  });
});

describe('a ticket system that fails', () => {
  test('loses nothing in a week, and catches up in order (R17)', { timeout: 60_000 }, async () => {
    const before = zammad.tickets.length;
    zammad.fault = () => 'busy';
    const references: string[] = [];
    // The employee has a reference all the same.
    for (let count = 0; count < 3; count += 1) references.push((await escalate()).reference);
    const waiting = await until(async () => {
      const ticket = await ticketOf(references[0]!);
      return ticket.copy.error !== null && ticket;
    }, 'the first failure');
    expect(waiting.copy).toMatchObject({ state: 'pending', error: expect.stringContaining('429') });
    running.pass(7 * 24 * 3600_000);
    zammad.fault = () => undefined;
    for (const reference of references) await whole(reference);
    const caughtUp = zammad.tickets.slice(before).map(({ title }) => title.slice(1, 15));
    expect(caughtUp).toEqual(references);
  });

  test('shows technicians that the outcome is not known, until it is (R6)', { timeout: 60_000 }, async () => {
    const before = zammad.tickets.length;
    zammad.fault = ({ method, path }) => {
      if (method === 'POST' && path === '/api/v1/tickets') return 'resets after';
      return path === '/api/v1/tickets/search' ? 'fails' : undefined;
    };
    const { reference } = await escalate();
    await until(async () => (await ticketOf(reference)).copy.state === 'unknown', 'the unknown outcome');
    const page = await fetch(`${running.url}/desk/tickets/${reference}`, {
      headers: { authorization: `Bearer ${running.service.deskToken}`, 'accept-language': 'en' },
    });
    expect(await page.text()).toContain('nobody knows yet whether it is there');
    running.pass(61_000);
    zammad.fault = () => undefined;
    running.pass(600_000);
    await whole(reference);
    expect(zammad.tickets.length).toBe(before + 1);
  });

  test('says that it refused a ticket, and is offered it again when a technician presses', {
    timeout: 60_000,
  }, async () => {
    const before = zammad.tickets.length;
    zammad.fault = ({ method, path }) => (method === 'POST' && path === '/api/v1/tickets' ? 'refuses' : undefined);
    const { reference } = await escalate();
    await until(async () => (await ticketOf(reference)).copy.state === 'refused', 'the refusal');
    const show = async () => {
      const headers = { authorization: `Bearer ${running.service.deskToken}`, 'accept-language': 'en' };
      return (await fetch(`${running.url}/desk/tickets/${reference}`, { headers })).text();
    };
    expect(await show()).toMatch(/refuses this ticket[\s\S]*Offer it to the ticket system again/);
    zammad.fault = () => undefined;
    expect((await running.desk(`/tickets/${reference}/copy`, {})).status).toBe(200);
    await whole(reference);
    expect(zammad.tickets.length).toBe(before + 1);
    expect(await show()).not.toContain('Offer it');
  });
});
