import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openReadOnly } from '../../adapters/database/registry.ts';
import type { ActionStatus } from '../../adapters/database/schema.ts';
import { throughGraph } from '../../adapters/directory/registry.ts';
import { openSandbox, type Sandbox } from '../../adapters/directory/sandbox/index.ts';
import { actions } from '../../dialogs/self-service/registry.ts';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { Chat, type Read } from '../support/conversation.ts';
import { type RunningService, startForTest } from '../support/service.ts';

/** Every action, in both languages, through the real Graph client to the sandbox tenant, to its last message. */

interface Language {
  readonly locale: string;
  readonly name: string;
  readonly number: number;
  readonly hello: string;
  readonly cancel: RegExp;
  readonly confirm: string;
  readonly agree: string;
}
const languages: readonly Language[] = [
  {
    locale: 'fr-FR',
    name: 'Odile Marchand',
    number: 101,
    hello: 'bonjour',
    cancel: /^(?:Ne rien faire|Non merci)$/,
    confirm: 'Confirmer',
    agree: "J'accepte",
  },
  {
    locale: 'en-GB',
    name: 'Priya Nair',
    number: 102,
    hello: 'hello',
    cancel: /^(?:Do nothing|No thanks)$/,
    confirm: 'Confirm',
    agree: 'I agree',
  },
];

/** What to say, and what is written where words are asked for. In an order in which none is in the way of the next. */
const plays: readonly {
  readonly id: string;
  readonly fr: string;
  readonly en: string;
  readonly words?: string;
  readonly ends?: ActionStatus;
}[] = [
  { id: 'what-i-can-do', fr: 'libre-service', en: 'self-service', ends: 'told' },
  { id: 'for-somebody-else', fr: 'déconnecte ma collègue', en: 'sign out my colleague', ends: 'refused' },
  { id: 'sign-in-check', fr: "pourquoi je n'arrive pas à me connecter", en: "why can't I sign in", ends: 'told' },
  { id: 'my-devices', fr: 'mes appareils', en: 'my devices', ends: 'told' },
  { id: 'my-methods', fr: 'mes moyens de connexion', en: 'my authentication methods', ends: 'told' },
  { id: 'my-licences', fr: 'mes licences', en: 'my licences', ends: 'told' },
  { id: 'service-health', fr: 'y a-t-il une panne en cours', en: 'is it just me', ends: 'told' },
  { id: 'password-reset', fr: 'réinitialiser mon mot de passe', en: 'reset my password', ends: 'told' },
  { id: 'mailbox-use', fr: 'quel est le quota de ma boîte', en: 'how full is my mailbox', ends: 'told' },
  { id: 'delegates', fr: 'qui a accès à mon calendrier', en: 'who has access to my calendar', ends: 'told' },
  { id: 'report-message', fr: 'signaler un mail suspect', en: 'report a suspicious email' },
  {
    id: 'automatic-replies-on',
    fr: 'activer ma réponse automatique',
    en: 'turn on my automatic reply',
    words: 'Away until 3 December. Back soon!',
  },
  { id: 'automatic-replies-off', fr: 'arrêter ma réponse automatique', en: 'turn off my automatic reply' },
  { id: 'rename-device', fr: 'renommer mon ordinateur', en: 'rename my laptop', words: 'LT-NEW-NAME' },
  { id: 'sync-device', fr: 'synchroniser mon ordinateur', en: 'sync my laptop' },
  { id: 'restart-device', fr: 'redémarrer mon ordinateur à distance', en: 'restart my laptop' },
  { id: 'bitlocker-key', fr: 'ma clé BitLocker', en: 'my BitLocker recovery key' },
  { id: 'request-licence', fr: 'il me faut une licence', en: 'I need a licence' },
  { id: 'release-licence', fr: 'rendre une licence', en: 'give back a licence' },
  { id: 'join-group', fr: 'rejoindre un groupe', en: 'join a group', words: 'a' },
  { id: 'leave-group', fr: 'quitter un groupe', en: 'leave a group' },
  { id: 'remove-method', fr: 'retirer mon ancien téléphone', en: 'remove my old phone' },
  { id: 'temporary-pass', fr: "un code d'accès temporaire", en: 'a temporary access pass' },
  {
    id: 'retire-device',
    fr: 'effacer les données professionnelles de mon ordinateur',
    en: 'remove work data from my laptop',
  },
  { id: 'lost-device', fr: 'verrouiller mon ordinateur volé', en: 'lock my stolen laptop' },
  { id: 'sign-out-everywhere', fr: 'déconnectez-moi partout', en: 'sign me out everywhere' },
  { id: 'report-compromise', fr: 'signaler que mon compte est compromis', en: 'report that my account is compromised' },
];

test('every action is played', () => {
  expect(plays.map(({ id }) => id).toSorted()).toEqual([...actions.keys()].toSorted());
});

let sandbox: Sandbox;
let channel: FakeChannel;
let running: RunningService | undefined;
const log: string[] = [];

beforeAll(async () => {
  sandbox = await openSandbox({ now: () => running?.now() ?? Date.now() });
  channel = await startChannel();
  running = await startForTest({ directory: throughGraph(sandbox), log: (line) => log.push(line) });
});
afterAll(async () => {
  await running?.stop();
  await channel.close();
});

const idOf = (number: number) => `7f3b5c1e-0000-4000-8000-000000000${number}`;
const colleagues = new Map<string, Chat>();

async function colleague(id: string, language: Language): Promise<Chat> {
  const known = colleagues.get(`${id}${language.locale}`);
  if (known) return known;
  const chat = new Chat(channel, running!.url, String(sandbox.people.get(id)?.displayName));
  chat.person.aadObjectId = id;
  await chat.say(language.hello, { locale: language.locale });
  colleagues.set(`${id}${language.locale}`, chat);
  return chat;
}

/** The latest request of an action, as the database has it. */
async function statusOf(action: string, personId: string): Promise<ActionStatus | undefined> {
  const { queries, close } = await openReadOnly({ dataFolder: running!.dataFolder });
  const row = await queries
    .selectFrom('action_request')
    .select('status')
    .where('action', '=', action)
    .where('person_id', '=', personId)
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  await close();
  return row?.status;
}

describe.each(languages)('in $locale', (language) => {
  const person = idOf(language.number);
  let chat: Chat;

  beforeAll(async () => {
    chat = new Chat(channel, running!.url, language.name);
    chat.person.aadObjectId = person;
    await chat.say(language.hello, { locale: language.locale });
    // Whoever may be asked to agree has said hello to Guichet.
    const signal = AbortSignal.timeout(10_000);
    const mine = throughGraph(sandbox).tenant.as(person);
    const approvers = new Set([(await mine.readManager(signal))?.id]);
    for (const group of (await mine.findGroups('a', signal)).slice(0, 6)) {
      for (const owner of await mine.readGroupOwners(group.id, signal)) approvers.add(owner.id);
    }
    for (const id of approvers) if (id !== undefined && id !== person) await colleague(id, language);
    // Signed in, as after Teams' single sign-on: what is done as the employee needs nothing more.
    await chat.say(language.locale === 'fr-FR' ? 'quota de ma boîte' : 'my mailbox quota', { locale: language.locale });
    const value = { id: crypto.randomUUID(), connectionName: 'sandbox', token: sandbox.tokens.issueForTeams(person) };
    await chat.post({ type: 'invoke', name: 'signin/tokenExchange', text: undefined, value });
    await quiet(chat);
    // Limits are proved elsewhere.
    running!.pass(2 * 3600_000);
  });

  test.each(plays)('$id', async ({ id, fr, en, words, ends = 'done' }) => {
    running!.pass(15 * 60_000);
    const transcript: string[] = [];
    let answer = await chat.say(language.locale === 'fr-FR' ? fr : en, { locale: language.locale });
    for (let step = 0; step < 8; step += 1) {
      transcript.push(`${answer.words} ${answer.choices.map((choice) => `[${choice}]`).join(' ')}`);
      if (answer.choices.includes(language.confirm)) {
        await chat.press(language.confirm);
        await agree(id, language);
        break;
      }
      const wanted = answer.choices.find((choice) => !language.cancel.test(choice));
      const asks = actions.get(id)!.run !== undefined && (await statusOf(id, person)) === undefined;
      if (wanted && asks) answer = await chat.press(wanted);
      else if (asks && words && answer.choices.length === 0) answer = await chat.say(words);
      else break;
    }
    await expect.poll(() => statusOf(id, person), { timeout: 10_000, message: transcript.join('\n') }).toBe(ends);
    const rest = await quiet(chat);
    const told = [...transcript, ...rest.map((each) => each.words)].join('\n');
    expect(told, told).not.toMatch(/\{[a-zA-Z]|undefined|\[object/);
    // An offer, or a ticket that was proposed, is not what this is about.
    if (/\[/.test(transcript.at(-1) ?? '') && ends !== 'done')
      await chat.say(language.locale === 'fr-FR' ? 'annuler' : 'cancel');
    await quiet(chat);
  });

  async function agree(id: string, { agree: yes }: Language): Promise<void> {
    const approval = actions.get(id)!.approval;
    if (approval === 'technician') {
      const { body } = await running!.desk('/approvals');
      const mine = body.approvals.findLast((each: { name: string }) => each.name === language.name);
      expect(
        (await running!.desk(`/approvals/${mine.id}`, { by: 'Karim', approved: true, verified: true })).status,
      ).toBe(200);
    }
    if (approval !== 'manager' && approval !== 'owner') return;
    const asked = await channel.waitFor(
      (each) =>
        each.attachments?.[0]?.content?.actions?.some((action: { title: string }) => action.title === yes) &&
        !answered.has(each.sentId),
    );
    answered.add(asked.sentId);
    const approver = [...colleagues.values()].find(({ conversationId }) => conversationId === asked.conversationId)!;
    const [accept] = asked.attachments![0]!.content.actions;
    await approver.post({ text: undefined, value: accept.data, replyToId: asked.sentId });
  }
});

const answered = new Set<string>();

/** Everything that comes until nothing does for a moment. */
async function quiet(chat: Chat): Promise<Read[]> {
  const read: Read[] = [];
  for (;;) {
    const next = await chat.next(150).catch(() => undefined);
    if (!next) return read;
    read.push(next);
  }
}

test('R27: no request to the tenant named anybody but who asked, and those they asked', () => {
  const own = new Set(languages.map(({ number }) => idOf(number)));
  const changes = sandbox.requests.filter((request) => !request.startsWith('GET'));
  for (const request of changes) {
    const [, user] = /\/users\/([^/?]+)/.exec(decodeURIComponent(request)) ?? [];
    if (user !== undefined && user !== sandbox.noticesFrom) expect(own, request).toContain(user);
  }
  expect(changes.length).toBeGreaterThan(30);
});

test('nothing failed on the way', () => {
  expect(log.filter((line) => /"level":(?:50|60)/.test(line))).toEqual([]);
  expect(channel.problems).toEqual([]);
});
