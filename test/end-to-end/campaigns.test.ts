import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openReadOnly } from '../../adapters/database/registry.ts';
import { campaignKinds } from '../../dialogs/campaigns/schema.ts';
import { cardProblems } from '../support/card-schema.ts';
import { type FakeChannel, type Received, startChannel } from '../support/channel.ts';
import { Chat, type Read } from '../support/conversation.ts';
import { shippedContent } from '../support/engine.ts';
import { createMemoryTenant } from '../support/memory-tenant.ts';
import { type RunningService, startForTest } from '../support/service.ts';

/** Every campaign of the library played through the whole service: with buttons, and in plain mode with words alone. */

const languages = [
  { locale: 'fr-FR', hello: 'bonjour', plain: 'mode texte', none: 'aucun', later: 'Plus tard' },
  { locale: 'en-GB', hello: 'hello', plain: 'plain mode', none: 'none', later: 'Later' },
] as const;

let channel: FakeChannel;
let service: RunningService;
beforeAll(async () => {
  [channel, service] = await Promise.all([startChannel(), startForTest()]);
});
afterAll(async () => {
  await service.stop();
  expect(channel.problems).toEqual([]);
  await channel.close();
});

const cardOf = (received: Received) => received.attachments?.[0]?.content;
const start = async (chat: Chat, campaign: string, locale: string, part = 'main'): Promise<Read> => {
  await chat.post({ text: undefined, locale, value: { guichet: 'campaign', action: 'start', campaign, part } });
  return chat.next();
};

/** Presses the first button that leads on, marking two things where something is to be marked, until nothing is asked. */
async function playWithButtons(chat: Chat, first: Read, later: string): Promise<Read[]> {
  const said = [first];
  for (let read = first; ; ) {
    const card = cardOf(read.received);
    if (!card?.actions) return said;
    expect([card.body, cardProblems(card)]).toEqual([card.body, []]);
    expect(card.fallbackText).toBe(card.speak);
    const action = card.actions.find(({ title }: { title: string }) => title !== later);
    const input = card.body.find(({ type }: { type: string }) => type === 'Input.ChoiceSet');
    const marks = input?.choices.slice(0, 2).map(({ value }: { value: string }) => value);
    await chat.post({
      text: undefined,
      value: { ...action.data, ...(marks ? { marks: marks.join(',') } : {}) },
      replyToId: read.received.sentId,
    });
    read = await chat.next();
    said.push(read);
    if (said.length > 40) throw new Error(`no end:\n${said.map(({ words }) => words).join('\n---\n')}`);
  }
}

/** Answers with the first number, or « aucun » where things are to be marked, until no number is offered. */
async function playInWords(chat: Chat, first: Read, none: string, locale: string): Promise<Read[]> {
  const said = [first];
  for (let read = first; ; ) {
    expect(read.received.attachments ?? []).toEqual([]);
    if (!/^1\. /m.test(read.words)) return said;
    const marking = /«\s?1 3\s?»|"1 3"/.test(read.words);
    read = await chat.say(marking ? none : '1', { locale });
    said.push(read);
    if (said.length > 40) throw new Error(`no end:\n${said.map(({ words }) => words).join('\n---\n')}`);
  }
}

test('the library has every kind, and a dozen campaigns and more', async () => {
  const library = (await shippedContent()).campaigns.library();
  expect(library.length).toBeGreaterThanOrEqual(14);
  expect(new Set(library.map(({ kind }) => kind))).toEqual(new Set(campaignKinds));
});

describe.each(languages)('$locale', ({ locale, hello, plain, none, later }) => {
  test('with buttons, each card valid and with its whole text', async () => {
    for (const { id, title } of (await shippedContent()).campaigns.library()) {
      const chat = new Chat(channel, service.url);
      await chat.say(hello, { locale });
      const said = await playWithButtons(chat, await start(chat, id, locale), later);
      expect(said[0]!.words.replaceAll('\u00a0', ' ')).toContain(title[locale === 'fr-FR' ? 'fr' : 'en']);
      expect([id, said.at(-1)!.words]).toEqual([id, expect.stringMatching(/merci|thank/i)]);
    }
  });

  test('later parts too: retest, help on the day of a change, feedback', async () => {
    const library = (await shippedContent()).campaigns.library();
    const parts = library.flatMap(({ id, followUps = [] }) => followUps.map((part) => ({ campaign: id, ...part })));
    expect(new Set(parts.map(({ purpose }) => purpose))).toEqual(new Set(['retest', 'help', 'feedback']));
    for (const { campaign, id } of parts) {
      const chat = new Chat(channel, service.url);
      await chat.say(hello, { locale });
      const said = await playWithButtons(chat, await start(chat, campaign, locale, id), later);
      expect([campaign, id, said.at(-1)!.words]).toEqual([campaign, id, expect.stringMatching(/merci|thank/i)]);
    }
  });

  test('in plain mode, by words alone (R10)', async () => {
    for (const { id } of (await shippedContent()).campaigns.library()) {
      const chat = new Chat(channel, service.url);
      await chat.say(hello, { locale });
      await chat.say(plain, { locale });
      const said = await playInWords(chat, await start(chat, id, locale), none, locale);
      expect([id, said.at(-1)!.words]).toEqual([id, expect.stringMatching(/merci|thank/i)]);
    }
  });
});

test('answers are kept under a pseudonym, in no transcript, seen by the employee alone, and erased on demand (R10, R36)', async () => {
  const chat = new Chat(channel, service.url, 'Odile Marchand');
  await chat.say('bonjour');
  await playWithButtons(chat, await start(chat, 'ceo-fraud', 'fr-FR'), 'Plus tard');
  const database = await openReadOnly({ dataFolder: service.dataFolder });
  const { queries } = database;
  const owner = await queries
    .selectFrom('participant')
    .selectAll()
    .where('person_id', '=', chat.person.aadObjectId)
    .executeTakeFirstOrThrow();
  const answers = () =>
    queries.selectFrom('participation_answer').selectAll().where('pseudonym', '=', owner.pseudonym).execute();
  expect(await answers()).toHaveLength(4);
  const transcript = JSON.stringify(
    await queries
      .selectFrom('transcript_line')
      .selectAll()
      .where('conversation_key', 'like', `%${chat.conversationId}%`)
      .execute(),
  );
  expect(transcript).toContain('bonjour');
  expect(transcript).not.toContain("Je l'appelle au numéro");
  expect((await chat.say('mes résultats')).words).toMatch(/Faux directeur.*sur 4/);
  const other = new Chat(channel, service.url, 'Karim Benali');
  await other.say('bonjour');
  expect((await other.say('mes résultats')).words).toContain("Je n'ai aucun résultat");
  await chat.say('effacer mes résultats');
  expect((await chat.say('oui')).words).toContain("C'est effacé");
  expect(await answers()).toEqual([]);
  await database.close();
});

test('the second try changes no figure: the first answer counts', async () => {
  const chat = new Chat(channel, service.url);
  await chat.say('bonjour');
  await start(chat, 'ceo-fraud', 'fr-FR');
  await chat.press('Je réponds au message pour confirmer');
  await chat.say('plus tard');
  await start(chat, 'security-pulse', 'fr-FR');
  await chat.press('Tout à fait');
  await start(chat, 'security-pulse', 'fr-FR');
  await chat.press('Pas du tout');
  const database = await openReadOnly({ dataFolder: service.dataFolder });
  const picked = await database.queries
    .selectFrom('participation_answer')
    .innerJoin('participant', 'participant.pseudonym', 'participation_answer.pseudonym')
    .select('picked')
    .where('person_id', '=', chat.person.aadObjectId)
    .where('campaign', '=', 'security-pulse')
    .execute();
  expect(picked).toEqual([{ picked: '["fully"]' }]);
  await database.close();
});

test('a password typed into the chat: a lesson is offered at the next quiet moment, and begins with a press', async () => {
  const chat = new Chat(channel, service.url);
  await chat.say('bonjour, mon mot de passe est Hunter22!');
  expect((await chat.say('annuler')).words).toContain('Une phrase de passe longue');
  expect((await chat.press('Voir')).words).toContain('Lequel de ces mots de passe');
});

describe('a reported message closes the loop with the service desk', () => {
  const source = (authentication: string) =>
    `From: "Colis" <suivi@exercice-colis.example>\nSubject: Votre colis\nAuthentication-Results: mx; ${authentication}\n\nPayez 1,99.`;
  const passed = 'spf=pass smtp.mailfrom=exercice-colis.example; dkim=pass header.d=exercice-colis.example; dmarc=pass';
  const reportFrom = async (authentication: string) => {
    const tenant = createMemoryTenant(() => Date.now());
    const running = await startForTest({ tenant });
    try {
      const today = (offset: number) => new Date(Date.now() + offset * 24 * 3600_000).toISOString().slice(0, 10);
      const simulation = {
        id: 'parcels',
        name: 'Colis',
        from: today(-2),
        until: today(2),
        sender: 'suivi@exercice-colis.example',
        subject: 'Votre colis',
        sent: 60,
        clicked: 9,
        reported: 20,
      };
      expect((await running.desk('/phishing-simulations', simulation)).status).toBe(201);
      const chat = new Chat(channel, running.url, 'Odile Marchand');
      tenant.person(chat.person.aadObjectId).messages = [
        {
          id: 'm1',
          sender: 'Colis <suivi@exercice-colis.example>',
          subject: 'Votre colis',
          at: Date.now() - 3600_000,
          source: source(authentication),
        },
      ];
      await chat.say('signaler un mail suspect');
      await chat.say('le premier');
      await chat.say('oui');
      const told = await chat.next();
      const tickets = (await running.desk('/tickets')).body.tickets as { category: string }[];
      const database = await openReadOnly({ dataFolder: running.dataFolder });
      const reports = await database.queries.selectFrom('phishing_report').select('simulation').execute();
      await database.close();
      return { words: told.words, tickets: tickets.map(({ category }) => category), reports };
    } finally {
      await running.stop();
    }
  };

  test('a simulated one congratulates, opens no ticket, and is counted without a name', async () => {
    const { words, tickets, reports } = await reportFrom(passed);
    expect(words).toContain('Bravo');
    expect(words).not.toMatch(/GU-\d/);
    expect(tickets).toEqual([]);
    expect(reports).toEqual([{ simulation: 'parcels' }]);
  });

  test('one that only copies the exercise becomes a security ticket', async () => {
    const { words, tickets, reports } = await reportFrom('spf=fail smtp.mailfrom=other.example; dkim=none; dmarc=fail');
    expect(words).toMatch(/GU-\d/);
    expect(tickets).toEqual(['security.phishing']);
    expect(reports).toEqual([{ simulation: null }]);
  });
});
