import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Content } from '../../../bot/content.ts';
import type { ParticipationChange } from '../../../dialogs/campaigns/exercise.ts';
import { isRight, readNumbers, shuffled } from '../../../dialogs/campaigns/marking.ts';
import type { Effect } from '../../../dialogs/index.ts';
import { EngineChat, shippedContent } from '../../support/engine.ts';

let content: Content;
beforeAll(async () => {
  content = await shippedContent();
});
let chat: EngineChat;
beforeEach(() => {
  chat = new EngineChat(content);
  chat.state = { ...chat.state, introduced: true };
});

const start = (campaign: string, part = 'main') => chat.play({ type: 'campaign', action: 'start', campaign, part });
const changes = (effects: readonly Effect[]): ParticipationChange[] =>
  effects.flatMap((effect) => (effect.type === 'participate' ? [effect.change] : []));
const answers = (effects: readonly Effect[]) => changes(effects).filter(({ what }) => what === 'answered');

describe('a lesson', () => {
  test('goes from question to screens to result, by words alone', () => {
    expect(chat.read(start('mfa-fatigue'))).toContain("Une demande de connexion que vous n'avez pas faite");
    expect(chat.say('je refuse et je le signale')).toContain('2 sur 6');
    expect(chat.say('suite')).toContain('3 sur 6');
    expect(chat.say('ok')).toContain('4 sur 6');
    expect(chat.say('suivant')).toContain('5 sur 6');
    expect(chat.say('2')).toMatch(/Pas tout à fait.*La bonne réponse : \*\*Je raccroche/s);
    expect(chat.say('suite')).toContain('Vrai ou faux');
    const end = chat.say('faux');
    expect(end).toContain("C'est juste.");
    expect(end).toContain('1 sur 2');
    expect(end).toContain('ANSSI');
    expect(end).toContain('La question du début');
    expect(chat.say('un peu')).toContain('sans votre nom');
    expect(chat.isOpen()).toBe(false);
  });

  test('answers are participation, never state or transcript (R10)', () => {
    start('mfa-fatigue');
    const effects = chat.play({ type: 'chosen', choice: 'ignore' });
    expect(changes(effects)).toEqual([
      {
        what: 'answered',
        screen: 'before',
        picked: ['ignore'],
        right: false,
        stage: 'before',
        measures: 'unexpected-prompt',
      },
    ]);
    expect(effects).toContainEqual({ type: 'forget' });
    expect(JSON.stringify(chat.state)).not.toContain('ignore');
  });

  test('wording never blames', () => {
    start('mfa-fatigue');
    const said = [
      chat.press('approve'),
      chat.say('suite'),
      chat.say('suite'),
      chat.say('suite'),
      chat.press('type-it'),
    ];
    expect(said.join(' ')).not.toMatch(/faute|erreur grave|mauvaise réponse|échec|raté/i);
  });
});

describe('questions of each form, by button and by words', () => {
  test('several: marks, numbers, « aucun »', () => {
    start('backups');
    expect(
      answers(chat.play({ type: 'chosen', choice: 'marked', marks: ['onedrive', 'team', 'forged'] })),
    ).toMatchObject([{ picked: ['onedrive', 'team'], right: true }]);
    chat = new EngineChat(content, 'en');
    start('backups');
    expect(answers(chat.play({ type: 'message', text: '1 and 3' }))).toMatchObject([
      { picked: ['onedrive', 'downloads'], right: false },
    ]);
  });

  test('order: one after another, or numbers', () => {
    start('report-in-teams');
    chat.say('suite');
    expect(chat.say('suite')).toContain("Qu'est-ce qui vient en premier");
    expect(chat.press('stop')).toContain('1. Ne rien ouvrir');
    const end = chat.play({ type: 'chosen', choice: 'report' });
    expect(answers(end)).toMatchObject([{ picked: ['stop', 'report', 'wait'], right: true }]);
    const shown = shuffled([{ id: 'stop' }, { id: 'report' }, { id: 'wait' }]);
    expect(shown.map(({ id }) => id)).not.toEqual(['stop', 'report', 'wait']);
    chat = new EngineChat(content);
    start('report-in-teams');
    chat.say('suite');
    chat.say('suite');
    const typed = ['stop', 'report', 'wait'].map((id) => shown.findIndex((item) => item.id === id) + 1).join(' ');
    expect(answers(chat.play({ type: 'message', text: typed }))).toMatchObject([{ right: true }]);
  });

  test('spot the phish: clues found and missed are told, a healthy message has none', () => {
    start('phish-spotting');
    const told = chat.read(chat.play({ type: 'chosen', choice: 'marked', marks: ['sender', 'link', 'signature'] }));
    expect(told).toContain("C'est juste.");
    expect(told).toMatch(/Vu : \*\*Support Messagerie/);
    expect(told).toMatch(/À repérer : \*\*URGENT/);
    expect(told).toContain('mieux vaut un doute de trop');
    chat.say('suite');
    expect(chat.say('rien de suspect')).toContain("C'est juste.");
  });

  test('a fraud is recognised from half of its clues, and not by marking everything', () => {
    const spot = content.campaigns.find('phish-spotting')!.screens[0]!;
    if (spot.type !== 'spot') throw new Error('not a message');
    expect(isRight(spot, ['sender', 'link'])).toBe(true);
    expect(isRight(spot, ['sender'])).toBe(false);
    expect(isRight(spot, ['sender', 'link', 'body', 'signature'])).toBe(false);
    expect(isRight(spot, [])).toBe(false);
  });

  test('charter, notice, practice, pulse, alert, tip end with a word of thanks', () => {
    for (const [id, words] of [
      ['security-charter', ['suite', "j'ai lu et compris"]],
      ['outage-notice', ["j'ai lu"]],
      ['green-habits', ['suite', 'pas possible pour moi', 'oui']],
      ['security-pulse', ['plutôt oui']],
      ['flash-alert', ['compris']],
      ['usb-keys', ['compris', 'oui']],
    ] as const) {
      chat = new EngineChat(content);
      const effects = [...start(id), ...words.flatMap((text) => chat.play({ type: 'message', text }))];
      expect([id, changes(effects).some(({ what }) => what === 'finished'), chat.isOpen()]).toEqual([id, true, false]);
    }
  });
});

describe('the employee leads', () => {
  test('« plus tard », then « reprendre la leçon » days later, where it stood', () => {
    start('mfa-fatigue');
    chat.press('deny-report');
    chat.say('suite');
    expect(chat.say('plus tard')).toContain('reprendre la leçon');
    expect(chat.isOpen()).toBe(false);
    expect(chat.say('reprendre la leçon', {}, 3 * 24 * 3600_000)).toContain('3 sur 6');
  });

  test('an incident in progress is not interrupted: the campaign waits, and is offered when it ends', () => {
    chat.say("bonjour l'imprimante du 2e étage sort des pages blanches");
    expect(chat.state.active).toBeDefined();
    expect(chat.read(start('usb-keys'))).toMatch(/D'abord votre demande\./);
    expect(chat.state.prompt?.kind).not.toBe('exercise');
    expect(chat.say('annuler')).toContain('On reprend « Une clé USB trouvée');
    expect(chat.say('oui')).toContain('se faire passer pour un clavier');
  });

  test('a problem told in the middle of an exercise comes first', () => {
    start('mfa-fatigue');
    chat.say("mon imprimante n'imprime plus rien du tout");
    expect(chat.state.active?.code ?? chat.state.prompt?.kind).toMatch(/printing|reformulation/);
    expect(chat.state.laterExercises).toMatchObject([{ campaign: 'mfa-fatigue', at: 0 }]);
  });

  test('« un humain » works inside an exercise', () => {
    start('mfa-fatigue');
    chat.say('un humain');
    expect(chat.state.prompt?.kind).not.toBe('exercise');
  });

  test('« pourquoi ai-je reçu ceci », « que gardez-vous de moi », and the exercise goes on', () => {
    start('mfa-fatigue');
    expect(chat.say('pourquoi ai-je reçu ceci ?')).toMatch(/Sécurité informatique.*facultatif.*1 sur 6/s);
    expect(chat.say('que gardez-vous de moi ?')).toMatch(/90 jours, sous un pseudonyme.*1 sur 6/s);
    chat = new EngineChat(content, 'en');
    start('mfa-fatigue');
    expect(chat.say('why did I get this?')).toMatch(/optional.*1 of 6/s);
    expect(chat.say('what do you keep about me?')).toMatch(/90 days, under a pseudonym/);
  });

  test('« mes résultats » and « effacer mes résultats »', () => {
    chat.results = [{ campaign: 'backups', part: 'main', finishedAt: Date.UTC(2026, 9, 20), asked: 3, right: 2 }];
    const effects = chat.play({ type: 'message', text: 'mes résultats' });
    expect(chat.read(effects)).toMatch(/Où vos fichiers.*2 sur 3/);
    expect(effects).toContainEqual({ type: 'forget' });
    expect(chat.say('effacer mes résultats')).toContain("C'est définitif");
    expect(chat.play({ type: 'message', text: 'oui' })).toContainEqual({ type: 'eraseResults' });
  });

  test('« mes leçons » lists what there is; a campaign that is over says so', () => {
    chat.openCampaigns = [{ campaign: 'security-charter', part: 'main' }];
    expect(chat.say('mes leçons')).toContain('Laquelle');
    expect(chat.choices()[0]).toEqual({ id: 'security-charter/main', label: 'La charte informatique, en une minute' });
    expect(chat.choices().at(-2)).toEqual({ id: 'more', label: 'Voir les autres' });
    chat.say('voir les autres');
    expect(chat.choices()[0]?.id).not.toBe('security-charter/main');
    chat.say('mes leçons');
    expect(chat.say('1')).toContain('Mon compte est à moi');
    expect(chat.read(start('gone'))).toContain('terminée');
  });
});

describe('just in time', () => {
  test('a password typed into the chat: a fitting lesson once it is calm, once a year', () => {
    expect(chat.say('mon mot de passe est [masqué]', { masked: ['password'] })).toBeDefined();
    chat.say('annuler');
    expect(chat.state.prompt).toMatchObject({ kind: 'lesson', campaign: 'passphrases' });
    expect(chat.say('non merci')).toBeDefined();
    expect(chat.isOpen()).toBe(false);
    chat.say('mon mot de passe est [masqué]', { masked: ['password'] });
    chat.say('annuler');
    expect(chat.state.prompt?.kind).not.toBe('lesson');
  });

  test('at most four a year to one person', () => {
    const recent = Object.fromEntries(['a', 'b', 'c', 'd'].map((id) => [id, chat.now - 24 * 3600_000]));
    chat.state = { ...chat.state, lessons: recent };
    chat.say('mon mot de passe est [masqué]', { masked: ['password'] });
    chat.say('annuler');
    expect(chat.state.prompt?.kind).not.toBe('lesson');
  });
});

test('« je ne sais pas » is an answer, which is explained', () => {
  start('backups');
  const effects = chat.play({ type: 'message', text: 'je ne sais pas' });
  expect(answers(effects)).toMatchObject([{ picked: ['?'], right: false }]);
  expect(chat.read(effects)).toMatch(/Pas de souci.*Dans OneDrive/s);
  start('phish-spotting');
  chat.say('aucune idée');
  chat.say('suite');
  expect(answers(chat.play({ type: 'message', text: 'je ne sais pas' }))).toMatchObject([{ right: false }]);
});

test('words that are no answer are asked again, and never taken for a problem', () => {
  start('phish-spotting');
  for (let time = 0; time < 3; time += 1) expect(chat.say('suite')).toMatch(/pas reconnu de réponse.*1 sur 3/s);
  expect(chat.state.prompt?.kind).toBe('exercise');
});

test('nothing of an example becomes a link, before or after the answer (R34)', () => {
  const shown = JSON.stringify(start('phish-spotting')) + chat.read(chat.play({ type: 'message', text: '1 5' }));
  expect(shown).toContain('hxxps://m365-verification.example');
  expect(shown).not.toMatch(/https:\/\/m365|support@m365|<support/);
});

test('typed numbers', () => {
  expect(readNumbers('1, 3 et 4', 4)).toEqual([0, 2, 3]);
  expect(readNumbers('2 1 3', 3)).toEqual([1, 0, 2]);
  expect(readNumbers('5', 4)).toBeUndefined();
  expect(readNumbers('1 1', 4)).toBeUndefined();
  expect(readNumbers('je crois que 1', 4)).toBeUndefined();
});
