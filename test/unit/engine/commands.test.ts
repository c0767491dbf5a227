import { describe, expect, test } from 'vitest';
import { findCommand } from '../../../dialogs/index.ts';
import { draftsOf, shippedContent } from '../../support/engine.ts';
import { chatAt, promptKinds } from './prompts.ts';

describe.each(promptKinds)('at « %s »', (kind) => {
  test('is where it should be', async () => {
    expect((await chatAt(kind)).state.prompt?.kind).toBe(kind);
  });

  test.each(['aide', 'mes données', 'mode texte', 'où en est mon ticket ?'])(
    '« %s » is answered, and the same question asked again',
    async (words) => {
      const chat = await chatAt(kind);
      const { active } = chat.state;
      const effects = chat.play({ type: 'message', text: words });
      expect(chat.state.prompt?.kind).toBe(kind);
      expect(effects.at(-1)?.type).toBe('ask');
      expect(effects.length).toBeGreaterThan(1);
      expect(chat.state.active?.facts).toEqual(active?.facts);
    },
  );

  test('« in english » asks the same again in English', async () => {
    const chat = await chatAt(kind);
    const said = chat.say('in english please');
    expect(chat.state.language).toBe('en');
    expect(said).toMatch(/All right, I'll go on in English\./);
    expect(chat.state.prompt?.kind).toBe(kind);
  });

  test('« un humain » leads to a ticket, or asks what it is about; what was said is in it', async () => {
    const chat = await chatAt(kind);
    const words = chat.state.active?.words;
    chat.say('un humain');
    expect(['ticket', 'describe']).toContain(chat.state.prompt?.kind);
    if (chat.state.prompt?.kind === 'describe') chat.say('mon écran externe reste noir');
    const [draft] = draftsOf(chat.play({ type: 'chosen', choice: 'send' }));
    if (words) expect(draft?.summary).toContain(words);
    expect(draft?.summary).not.toBe('');
  });

  test('« annuler » and « recommencer » end it, and nothing is sent', async () => {
    for (const words of ['annuler', 'annuler', 'recommencer']) {
      const chat = await chatAt(kind);
      expect(draftsOf(chat.play({ type: 'message', text: words }))).toEqual([]);
      if (words === 'recommencer') expect(chat.state).toMatchObject({ parked: [], prompt: { kind: 'describe' } });
    }
  });
});

test('« annuler » gives up what is being asked, no more', async () => {
  const second = await chatAt('secondProblem');
  expect(second.say('annuler')).toMatch(/de côté.*Essai 1/s);
  const change = await chatAt('change');
  expect(change.say('annuler')).toMatch(/ne change rien.*Je l'envoie/s);
});

test.each(['fr', 'en'] as const)('every phrase that the help proposes is understood (%s)', async (language) => {
  const { locales } = await shippedContent();
  const proposed =
    locales[language].help
      ?.split('\n')
      .at(-1)
      ?.match(/(?<=[«"]\s?)[^«»",]+?(?=\s?[»"])/g) ?? [];
  const phrases = proposed.map((phrase) => phrase.trim()).filter((phrase) => phrase !== '');
  expect(phrases.length).toBeGreaterThanOrEqual(7);
  expect(phrases.filter((phrase) => findCommand(phrase) === undefined)).toEqual([]);
});
