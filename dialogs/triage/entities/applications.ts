import { loadLexicon } from '../lexicon.ts';
import { near, words } from '../text.ts';

/** Name as written -> other ways of writing it. */
const names = Object.entries(loadLexicon<Record<string, string[]>>('applications')).flatMap(([name, others]) =>
  [name, ...others].map((written) => ({ name, form: words(written) })),
);
names.sort((one, other) => other.form.length - one.form.length);

/** An application or product by its usual name; slips forgiven. */
export function readApplication(text: string): string | undefined {
  const said = words(text);
  for (const { name, form } of names) {
    for (let from = 0; from + form.length <= said.length; from += 1) {
      if (form.every((word, index) => near(said[from + index]!, word))) return name;
    }
  }
  return undefined;
}
