import { describe, expect, test } from 'vitest';
import { compareLocales } from '../../dialogs/check-locales.ts';
import { formatProblem } from '../../knowledge/index.ts';
import { organisation } from '../fixtures/organisation.ts';

const compare = (fr: unknown, en: unknown) =>
  compareLocales(
    { file: 'fr.json', text: JSON.stringify(fr, null, 2) },
    { file: 'en.json', text: JSON.stringify(en, null, 2) },
  ).map(formatProblem);

describe('texts of the bot', () => {
  test('the same keys and placeholders in both languages are right', () => {
    expect(
      compare({ hello: 'Bonjour {name} !', bye: 'À bientôt.' }, { bye: 'Goodbye.', hello: 'Hello {name}.' }),
    ).toEqual([]);
  });

  test('a key in one language only', () => {
    expect(compare({ a: 'Un', b: 'Deux' }, { a: 'One' })).toEqual([
      'fr.json:3 b — has no counterpart in en.json. Mend: translate it there, or remove it here.',
    ]);
  });

  test('a placeholder in one language only', () => {
    expect(compare({ a: 'Un' }, { a: 'One {reference}' })).toEqual([
      'fr.json:2 a — lacks {reference}, which en.json has. Mend: use the same placeholders in both.',
    ]);
  });

  test('something else than a text, and French mistakes', () => {
    expect(compare({ a: 'Ça va?', b: 3 }, { a: 'All right?', b: 'x' })).toEqual([
      'fr.json:2 a — has no space before "?". Mend: put a space before it.',
      'fr.json:3 b — is not a text. Mend: write the text.',
    ]);
  });

  test('a value that the organisation does not have', () => {
    const file = (name: string) => ({ file: name, text: '{ "a": "{organisation.name} {organisation.nope}" }' });
    const mend = 'organisation.yaml has no value "nope". Mend: add "nope:" under values, or correct the name.';
    expect(compareLocales(file('fr.json'), file('en.json'), organisation).map(formatProblem)).toEqual([
      `fr.json:1 a — ${mend}`,
      `en.json:1 a — ${mend}`,
    ]);
  });

  test('broken JSON names the line', () => {
    const found = compareLocales({ file: 'fr.json', text: '{\n  "a": "Un\n' }, { file: 'en.json', text: '{}' });
    expect(formatProblem(found[0]!)).toMatch(/^fr\.json:\d — is not readable YAML/);
  });
});
