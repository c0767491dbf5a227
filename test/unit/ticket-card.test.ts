import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import draft06 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import fastCheck from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import { weightOf } from '../../bot/rendering/card-parts.ts';
import { createTexts, loadLocales } from '../../bot/rendering/texts.ts';
import { renderTicketCard, ticketCard } from '../../bot/rendering/ticket-card.ts';
import type { TicketDraft } from '../../dialogs/escalation/types.ts';
import { organisation } from '../fixtures/organisation.ts';
import { phishingDraft, vpnDraft } from '../fixtures/ticket-draft.ts';

const texts = createTexts(loadLocales([fileURLToPath(new URL('../../bot/locales', import.meta.url))]), organisation);
const now = Date.parse('2026-11-23T12:10:00+01:00');
const options = { organisation, texts, language: 'en' as const, publicUrl: 'https://guichet.example', now };

function ticketOf(draft: TicketDraft): Ticket {
  return {
    ...draft,
    reference: 'GU-2026-000123',
    number: 123,
    year: 2026,
    requestId: 'request',
    conversationKey: 'conversation',
    requester: { id: 'priya', name: 'Priya Nair' },
    status: 'new',
    ownDueAt: Date.parse('2026-11-23T14:40:00+01:00'),
    resolveDueAt: Date.parse('2026-11-24T10:00:00+01:00'),
    createdAt: now,
    updatedAt: now,
  };
}

const schema = JSON.parse(
  readFileSync(new URL('../fixtures/specs/adaptive-card-1.5-teams.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addMetaSchema(draft06);
const { id: _draft04Id, ...cardSchema } = schema;
const validate = ajv.compile(cardSchema);
function expectValid(card: unknown): void {
  validate(card);
  expect(validate.errors ?? []).toEqual([]);
}

test('the schema refuses what is no card', () => {
  expect(validate({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', txt: 'no text' }] })).toBe(false);
});

describe('a ticket', () => {
  const card = ticketCard(ticketOf(vpnDraft), { ...options, department: 'Research' });
  const all = JSON.stringify(card.body);

  test('is a valid card that tells technicians all they decide by', () => {
    expectValid(card);
    const expected = [
      'GU-2026-000123 · P2 · network.vpn',
      'Priya Nair',
      'Research',
      '14:40',
      '10:00 on Tuesday',
      'Board presentation 16:00 today.',
      'GlobalProtect (said)',
      'LT-0231, Windows 11 24H2 (looked up)',
      'home router or Wi-Fi (inferred)',
      'Restart the VPN client (did not work, said)',
      'Use a network cable',
      "Use the phone's hotspot",
      'Writing only',
    ];
    for (const words of expected) {
      expect(all).toContain(words);
      expect(card.fallbackText).toContain(words);
    }
    expect(card.speak.length).toBeGreaterThan(100);
    expect(card.actions[0]?.url).toBe('https://guichet.example/desk/tickets/GU-2026-000123');
  });

  test("speaks the channel's language", () => {
    const french = ticketCard(ticketOf(vpnDraft), { ...options, language: 'fr' });
    expectValid(french);
    expect(french.lang).toBe('fr');
    expect(french.fallbackText).toContain('Demandeur : Priya Nair');
    expect(french.fallbackText).toContain('(recherché)');
  });

  test('goes out alone in its message, with a summary for the notification', () => {
    const activity = renderTicketCard(ticketOf(vpnDraft), options);
    expect(activity).not.toHaveProperty('text');
    expect(activity.summary).toBe('GU-2026-000123 · P2 · network.vpn');
    expect(activity.attachments).toHaveLength(1);
  });
});

describe('a confidential ticket (R33)', () => {
  test.each([
    ['by its group', { ...phishingDraft, category: 'network.vpn' }],
    ['by its family', { ...phishingDraft, group: 'network' }],
  ])('shows the reference and the family only, %s', (_why, draft) => {
    const activity = renderTicketCard(ticketOf(draft), options);
    const card = activity.attachments[0]!.content;
    expectValid(card);
    const everything = JSON.stringify(activity);
    expect(everything).toContain('GU-2026-000123');
    expect(everything).toContain(draft.category);
    for (const secret of ['Priya', 'invoice', 'password', 'faux-fournisseur', 'P2', '14:40']) {
      expect(everything).not.toContain(secret);
    }
  });
});

describe('hostile text (R34)', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '[press](javascript:alert(1))',
    '![image](https://evil.example/pixel.png)',
    '{{DATE(2026-11-23T10:00:00Z,LONG)}}',
    '<at>everyone</at>',
    '**bold** https://evil.example/a',
  ];
  const text = hostile.join(' ');
  const draft: TicketDraft = {
    ...vpnDraft,
    title: text,
    summary: hostile.join('\n'),
    facts: hostile.map((value, index) => ({ id: `f${index}`, label: value, value, source: 'said' })),
    steps: [{ instruction: text, outcome: 'could_not' }],
    offered: [text],
    preferences: [text],
  };
  const card = ticketCard({ ...ticketOf(draft), requester: { id: 'x', name: text } }, { ...options, department: text });

  test('is shown as text, never as markup, a link, an image or a function', () => {
    expectValid(card);
    const everything = JSON.stringify({ ...card, $schema: '', actions: [] });
    expect(everything).not.toMatch(/<script|<at>|javascript:|https?:\/\/|\{\{/i);
    const body = JSON.stringify(card.body);
    expect(body).not.toMatch(/(?<!\\)\]\(/);
    expect(body.replaceAll(/\*\*[A-Z][a-z ]+\*\*: /g, '')).not.toMatch(/(?<!\\)\*/);
    expect(card.fallbackText).not.toContain('](');
  });
});

describe('a long ticket', () => {
  const long = (count: number, length: number): TicketDraft => ({
    ...vpnDraft,
    title: 'é'.repeat(length),
    summary: `${'漢'.repeat(length)}\n`.repeat(5),
    facts: Array.from({ length: count }, (_, index) => ({
      id: `fact-${index}`,
      label: '*'.repeat(length),
      value: '漢<'.repeat(length),
      source: 'said' as const,
    })),
    steps: Array.from({ length: count }, () => ({ instruction: '_'.repeat(length), outcome: 'could_not' as const })),
    offered: Array.from({ length: count }, () => '['.repeat(length)),
    preferences: Array.from({ length: count }, () => '`'.repeat(length)),
  });

  test('stays under 28 KB and says how many facts it leaves out', () => {
    const card = ticketCard(ticketOf(long(200, 5_000)), options);
    expectValid(card);
    expect(weightOf(card)).toBeLessThan(28 * 1024);
    const shown = card.body.filter((element) => element.type === 'FactSet').flatMap((set) => set.facts).length - 3;
    expect(JSON.stringify(card.body)).toContain(`… and ${200 - shown} more on the ticket's page`);
  });

  test('of any shape stays under 28 KB', () => {
    const shape = fastCheck.tuple(fastCheck.integer({ min: 0, max: 60 }), fastCheck.integer({ min: 0, max: 2_000 }));
    fastCheck.assert(
      fastCheck.property(shape, ([count, length]) => {
        expect(weightOf(ticketCard(ticketOf(long(count, length)), options))).toBeLessThan(28 * 1024);
      }),
      { numRuns: 40 },
    );
  });
});

test('every text of the desk is in both languages', () => {
  const keys = (language: string) =>
    Object.keys(JSON.parse(readFileSync(new URL(`../../bot/locales/desk.${language}.json`, import.meta.url), 'utf8')));
  expect(keys('fr')).toEqual(keys('en'));
});
