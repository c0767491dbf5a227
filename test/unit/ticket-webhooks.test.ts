import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { TicketSystem } from '../../adapters/ticketing/port.ts';
import { openTicketSystem } from '../../adapters/ticketing/registry.ts';

const secret = 'a secret of the webhook';
const open = (name: string, url: string): TicketSystem =>
  openTicketSystem(name, {
    database: undefined as never,
    publicUrl: 'https://guichet.example',
    settings: {
      url,
      user: 'guichet@saint-aubin.example',
      password: 'p',
      token: 't',
      clientId: 'c',
      clientSecret: 's',
      place: '4/25',
      groups: {},
      categories: {},
      deadline: 1000,
    },
  });
const hmac = (algorithm: string, text: string) => createHmac(algorithm, secret).update(text).digest('hex');

/** As each system sends it. */
const notifications = [
  {
    name: 'zammad',
    url: 'https://zammad.example',
    body: '{"ticket":{"id":12,"title":"x"},"article":{"id":3}}',
    headers: (body: string) => ({ 'x-hub-signature': `sha1=${hmac('sha1', body)}` }),
    tickets: ['12'],
  },
  {
    name: 'jira-service-management',
    url: 'https://jira.example',
    body: '{"webhookEvent":"jira:issue_updated","issue":{"id":"10001","key":"IT-1"}}',
    headers: (body: string) => ({ 'x-hub-signature': `sha256=${hmac('sha256', body)}` }),
    tickets: ['IT-1'],
  },
  {
    name: 'servicenow',
    url: 'https://now.example',
    body: '{"sys_id":"0123456789abcdef0123456789abcdef"}',
    headers: (body: string) => ({ 'x-guichet-signature': `sha256=${hmac('sha256', body)}` }),
    tickets: ['0123456789abcdef0123456789abcdef'],
  },
  {
    name: 'glpi',
    url: 'https://glpi.example/api.php/v2.0',
    body: '{"event":"new","item":{"id":8},"parent_item":{"id":15}}',
    headers: (body: string) => ({
      'x-glpi-signature': hmac('sha256', `${body}1795808940`),
      'x-glpi-timestamp': '1795808940',
    }),
    tickets: ['15'],
  },
];

describe.each(notifications)('a notification of $name (R33)', ({ name, url, body, headers, tickets }) => {
  const read = (given: string, with_: Record<string, string>) =>
    open(name, url).readWebhook!({ headers: with_, body: given }, secret);

  test('names the ticket to look at', () => {
    expect(read(body, headers(body))).toEqual(tickets);
  });
  test('is refused when it is not signed, or was changed', () => {
    expect(() => read(body, {})).toThrow(/not signed/);
    expect(() => read(body.replace('1', '2'), headers(body))).toThrow(/not signed/);
  });
  test('is refused when it names no ticket', () => {
    expect(() => read('{}', headers('{}'))).toThrow(/lacks what tells the ticket/);
    expect(() => read('no JSON', headers('no JSON'))).toThrow(/not JSON/);
  });
});

test('a ticket system that lacks a setting says which, and what for', () => {
  const settings = { groups: {}, categories: {}, deadline: 1000 };
  const bare = (name: string, more = {}) =>
    openTicketSystem(name, { database: undefined as never, publicUrl: '', settings: { ...settings, ...more } });
  expect(() => bare('request-tracker')).toThrow(/TICKET_SYSTEM_URL is missing: Request Tracker needs its address/);
  expect(() => bare('zammad', { url: 'https://z.example' })).toThrow(/TICKET_SYSTEM_TOKEN is missing/);
  expect(() => bare('glpi', { url: 'https://glpi.example' })).toThrow(/apirest\.php/);
});
