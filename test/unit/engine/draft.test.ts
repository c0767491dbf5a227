import { describe, expect, test } from 'vitest';
import { fillTitle } from '../../../dialogs/engine/wording.ts';
import { draftsOf, EngineChat, shippedContent } from '../../support/engine.ts';

const chatIn = async (language: 'fr' | 'en') => new EngineChat(await shippedContent(), language);
const send = (chat: EngineChat) => draftsOf(chat.play({ type: 'chosen', choice: 'send' }))[0]!;

describe('the ticket', () => {
  test('holds facts with their source, steps with their outcome, words that fit nowhere else, files', async () => {
    const chat = await chatIn('fr');
    chat.say('le vpn se coupe toutes les dix minutes depuis hier', { attachments: ['capture.png'] });
    chat.say('oui');
    chat.say('wifi');
    chat.say('non');
    chat.say('je ne peux pas débrancher la box, elle est chez la voisine du dessous');
    chat.say('un humain');
    const draft = send(chat);
    expect(draft).toMatchObject({
      kind: 'incident',
      category: 'network.vpn',
      group: 'network',
      language: 'fr',
      reason: 'asked',
      priority: 'P4',
    });
    expect(draft.facts).toContainEqual({
      id: 'connection',
      label: 'Liaison Internet',
      value: 'Wi-Fi de la maison',
      source: 'said',
    });
    expect(draft.facts).toContainEqual({
      id: 'device',
      label: 'Poste',
      value: 'LT-0231, Windows 11',
      source: 'looked_up',
    });
    expect(draft.facts.map(({ value }) => value).join('\n')).toContain('voisine du dessous');
    expect(draft.steps.map(({ outcome }) => outcome)).toEqual(['did_not_work', 'could_not']);
    expect(draft.steps[0]?.instruction).not.toContain('**');
    expect(draft.offered.join(' ')).toContain('partage de connexion');
    expect(draft.summary).toContain('capture.png');
    expect(draft.summary.split('\n').length).toBeLessThanOrEqual(5);
  });

  test('follows the language of the conversation: labels, steps, title', async () => {
    const chat = await chatIn('fr');
    chat.say('le vpn se coupe toutes les dix minutes');
    chat.say('in english please');
    chat.press('yes');
    chat.say('cable');
    chat.say('no');
    chat.say('human');
    const draft = send(chat);
    expect(draft).toMatchObject({ language: 'en', title: 'VPN: it keeps dropping, Cable' });
    expect(draft.facts).toContainEqual({ id: 'connection', label: 'Internet link', value: 'Cable', source: 'said' });
    expect(draft.steps[0]?.instruction).toMatch(/^Unplug your router/);
  });

  test('never has a title of more than 80 characters', async () => {
    const chat = await chatIn('en');
    chat.say('human');
    chat.say(`the blue screen of the third room on the left ${'says something else '.repeat(20)}`);
    expect(send(chat).title.length).toBeLessThanOrEqual(80);
  });

  test('says honestly that nothing was said', async () => {
    const chat = await chatIn('fr');
    chat.say('un humain');
    chat.say('je ne sais pas');
    expect(send(chat)).toMatchObject({ title: 'Demande à préciser', category: 'unclassified', facts: [] });
  });
});

test.each([
  ['VPN : {symptom}[, {link}]', { symptom: 'lent', link: 'Wi-Fi' }, 'VPN : lent, Wi-Fi'],
  ['VPN : {symptom}[, {link}]', { link: 'Wi-Fi' }, 'VPN : Wi-Fi'],
  ['VPN : {symptom}[, {link}]', {}, 'VPN'],
  ['Restore[: {what}][, {name}]', { name: 'G:, Finance' }, 'Restore, G:, Finance'],
])('the title %s with %j is « %s »', (template, values: Record<string, string>, expected) => {
  expect(fillTitle(template, (name) => values[name])).toBe(expected);
});
