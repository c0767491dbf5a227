import { describe, expect, test } from 'vitest';
import {
  asksMeaning,
  asksQuestion,
  asksWhy,
  findCommand,
  mentionsUrgency,
  smallTalk,
} from '../../dialogs/triage/index.ts';

describe('commands', () => {
  test.each([
    ['what about my ticket', 'status'],
    ['how about my request?', 'status'],
    ['et mon ticket ?', 'status'],
    ['où en est mon ticket', 'status'],
    ['je veux parler à quelqu’un', 'human'],
    ['un humain svp', 'human'],
    ["wifi. can't you just put someone on it", 'human'],
    ['talk to a person', 'human'],
    ['jveu parlé a qqun', 'human'],
    ['passez moi un technicien', 'human'],
    ['HUMAN', 'human'],
    ['humian', 'human'],
    ['où en est mon ticket', 'status'],
    ['any news on my ticket?', 'status'],
    ['GU-2026-000123', 'status'],
    ['annule', 'cancel'],
    ['laisse tomber', 'cancel'],
    ['never mind', 'cancel'],
    ['on recommence', 'restart'],
    ['start over', 'restart'],
    ['repartons de zéro', 'restart'],
    ['in English please', 'language:en'],
    ['passe en français', 'language:fr'],
    ['changer de langue', 'language'],
    ['aide', 'help'],
    ['help', 'help'],
    ['mes données', 'privacy'],
    ['my data', 'privacy'],
    ['plain mode', 'plain'],
    ['mode texte', 'plain'],
    ['avec les cartes', 'cards'],
  ] as const)('« %s » is %s', (text, command) => {
    expect(findCommand(text)).toBe(command);
  });
  test.each([
    'le site des ressources humaines ne marche pas',
    'mon ticket restaurant',
    'cancel my meeting in Outlook fails',
    'help my printer is jammed',
    'Outlook est passé en anglais',
    'j’ai perdu mes données',
    'restart my computer',
    'quelqu’un a supprimé mon dossier',
    'comment annuler une impression',
    'a person sent me a weird mail',
    'impossible de parler dans Teams',
    'oui',
    'la Konica du 2e',
    '',
    '🙂',
  ])('« %s » is none', (text) => {
    expect(findCommand(text)).toBeUndefined();
  });
  test('a long story with such words in it is no command', () => {
    expect(findCommand(`${'il y a un souci avec le dossier '.repeat(10)} parler à quelqu'un`)).toBeUndefined();
  });
});

describe('small talk', () => {
  test.each([
    ['bonjour', 'greeting'],
    ['Hello !', 'greeting'],
    ['merci beaucoup', 'thanks'],
    ['thx', 'thanks'],
    ['au revoir', 'goodbye'],
    ['bonne journée', 'goodbye'],
    ['ça va ?', 'how-are-you'],
    ['hey how are you', 'how-are-you'],
    ['tu es un robot ?', 'who-are-you'],
    ['are you human?', 'who-are-you'],
    ['tu es nul', 'insult'],
    ['useless bot', 'insult'],
    ['bien joué', 'praise'],
    ['great job', 'praise'],
    ['ok', 'acknowledgement'],
    ['mdr', 'acknowledgement'],
  ] as const)('« %s » is %s', (text, kind) => {
    expect(smallTalk(text)).toBe(kind);
  });
  test.each([
    'bonjour, mon imprimante est bloquée',
    'merci de débloquer mon compte',
    'hi my vpn is down',
    'ok mais ça marche pas',
    '',
  ])('« %s » is more', (text) => {
    expect(smallTalk(text)).toBeUndefined();
  });
});

describe('questions back', () => {
  test.each([
    ["c'est quoi un pdf", 'pdf'],
    ['ça veut dire quoi MFA ?', 'mfa'],
    ["what's a gateway?", 'gateway'],
    ['je comprends pas "pilote"', 'pilote'],
    ['c koi un pilote', 'pilote'],
    ['what does VPN mean?', 'vpn'],
    ["qu'est-ce que la file d'attente ?", "file d'attente"],
    ['what is the spooler', 'spooler'],
  ])('« %s » asks about %s', (text, term) => {
    expect(asksMeaning(text)).toBe(term);
  });
  test.each(["c'est quoi le problème", 'what is wrong', 'la Konica', "what's up", 'je ne comprends pas', 'oui'])(
    '« %s » asks about no word',
    (text) => {
      expect(asksMeaning(text)).toBeUndefined();
    },
  );
  test.each(['pourquoi vous demandez ça ?', 'pourquoi ?', 'why?', 'why do you need to know that', 'à quoi ça sert'])(
    '« %s » asks why',
    (text) => {
      expect(asksWhy(text)).toBe(true);
    },
  );
  test.each(['pourquoi mon imprimante ne marche pas', "why won't my vpn connect", 'oui'])('« %s » does not', (text) => {
    expect(asksWhy(text)).toBe(false);
  });
  test.each(['comment on imprime en recto verso ?', 'how do I change my signature', 'où trouver le VPN ?'])(
    '« %s » is a question',
    (text) => {
      expect(asksQuestion(text)).toBe(true);
    },
  );
  test.each(['mon imprimante est bloquée', 'my vpn drops', 'oui'])('« %s » is none', (text) => {
    expect(asksQuestion(text)).toBe(false);
  });
});

test.each([
  ['board presentation at 4pm!!', 'deadline'],
  ["c'est urgent", 'deadline'],
  ["j'en ai marre, ça fait trois fois", 'angry'],
  ['this is ridiculous', 'angry'],
  ['mon imprimante est bloquée', undefined],
] as const)('the tone of « %s » is %s', (text, tone) => {
  expect(mentionsUrgency(text)).toBe(tone);
});
