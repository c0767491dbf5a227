import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { shippedContent } from '../../support/engine.ts';

const source = globSync('dialogs/engine/*.ts')
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
/** Keys written out in the engine: `say(turn, 'noted')`, `text('change')`, `key: 'value.yes'`. */
const keys = [...source.matchAll(/(?:\bsay\(\s*turn,\s*|\btext\(\s*|\bkey: |\bchoice\('[^']*', )'([a-zA-Z.-]+)'/g)]
  .map(([, key]) => key!)
  .filter((key) => !['group', 'date', 'dateTime'].includes(key));

test('every text that the engine names exists in both languages', async () => {
  const { locales } = await shippedContent();
  expect(keys.length).toBeGreaterThan(60);
  expect(keys.filter((key) => !locales.fr[key] || !locales.en[key])).toEqual([]);
});

test('no tip repeats the heading that is said before it', async () => {
  const { kit } = await shippedContent();
  const tips = [...kit.scripts.values()].flatMap(({ tips = [] }) => tips);
  expect(tips.length).toBeGreaterThan(20);
  expect(tips.filter(({ say }) => /le saviez-vous/i.test(say.fr) || /did you know/i.test(say.en))).toEqual([]);
});
