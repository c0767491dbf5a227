import { readFileSync } from 'node:fs';
import en from '../../bot/locales/en.json' with { type: 'json' };
import fr from '../../bot/locales/fr.json' with { type: 'json' };
import { plainWords } from '../../bot/rendering/markdown.ts';
import type { Language } from '../../knowledge/index.ts';

/** One thing that the employee did; `at` is epoch ms. */
export type Said = {
  readonly at: number;
  /** The question of Guichet that it came after. */
  readonly question?: string | undefined;
  /** What Guichet answered. */
  reply?: string;
} & (
  | { readonly type: 'message'; readonly text: string; readonly attachments: readonly string[] }
  /** A ticket keeps a pressed button as its label, which somebody may also have typed. */
  | { readonly type: 'line'; readonly text: string; readonly attachments: readonly string[] }
  | { readonly type: 'choice'; readonly choice: string; readonly label: string }
  | { readonly type: 'edited'; readonly text: string }
  | { readonly type: 'installed' }
);

export interface RecordedFact {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly source: 'said' | 'looked_up' | 'inferred';
}

/** How a request was qualified. */
export interface Qualified {
  readonly category: string;
  readonly kind?: string | undefined;
  readonly priority?: string | undefined;
  readonly group?: string | undefined;
  readonly language?: Language | undefined;
  readonly facts: readonly RecordedFact[];
}

/** A conversation as a file tells it. */
export interface Recording {
  readonly language: Language;
  readonly said: readonly Said[];
  /** What Guichet asked, in order. */
  readonly questions: readonly string[];
  /** A transcript does not tell it. */
  readonly qualified?: Qualified;
  /** What the file leaves out, for whoever reads the comparison. */
  readonly notes: readonly string[];
}

/** A file cannot be replayed; the message names file, field and mend. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
  readonly field: string;
  readonly problem: string;
  readonly mend: string;

  constructor(file: string, { field, problem, mend }: { field: string; problem: string; mend: string }) {
    super(`${file}: ${field}: ${problem}. ${mend}`);
    this.field = field;
    this.problem = problem;
    this.mend = mend;
  }
}

/** The JSON of a file. @throws ReplayError */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ReplayError(file, { field: 'file', problem: `cannot be read (${code})`, mend: 'Check the path.' });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const problem = `not JSON (${(cause as Error).message})`;
    throw new ReplayError(file, { field: 'file', problem, mend: 'Save or export it again.' });
  }
}

const longestQuestion = 140;
/** « Le saviez-vous ? » asks nothing. */
const tips = [fr.tip, en.tip].map((tip) => plainWords(tip.split('{')[0]!).trim());

/**
 * The question that a message of Guichet ends with: its last paragraph up to the question mark, on one line, without
 * « Try 2: » before it. Undefined when it asks nothing.
 */
export function questionOf(words: string): string | undefined {
  const paragraphs = words
    .replaceAll('\u00a0', ' ')
    .trim()
    .split(/\n{2,}/);
  const last = paragraphs.findLast((each) => each.includes('?') && !tips.some((tip) => each.startsWith(tip)));
  if (last === undefined) return undefined;
  const line = last.replace(/\s+/g, ' ').replace(/^\p{L}+ \d+\s?[.:–-]\s/u, '');
  const question = line.slice(0, line.lastIndexOf('?') + 1);
  return question.length <= longestQuestion ? question : `…${question.slice(-longestQuestion)}`;
}

/** Messages that nothing was said between were read together, and are played together. */
export function joinMessages(said: readonly (Said & { readonly follows: boolean })[]): Said[] {
  const joined: Said[] = [];
  for (const { follows, ...each } of said) {
    const last = joined.at(-1);
    const together = follows && last && last.type === each.type && (each.type === 'message' || each.type === 'line');
    if (!together || !('attachments' in last)) joined.push(each);
    else {
      const attachments = [...last.attachments, ...each.attachments];
      joined[joined.length - 1] = { ...last, text: `${last.text}\n${each.text}`, attachments };
    }
  }
  return joined;
}
