import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../../adapters/database/repositories/problems.ts';
import { type Language, languages } from '../../knowledge/index.ts';

export interface DraftOptions {
  /** The data folder: drafts are in `drafts/articles/<id>/`. */
  readonly folder: string;
  readonly owner: string;
  readonly now: number;
}

const headings: Readonly<Record<Language, readonly [string, string, string]>> = {
  fr: ['Comment le reconnaître', 'Ce qui le règle', 'Tickets concernés'],
  en: ['How to recognise it', 'What solves it', 'Tickets concerned'],
};

/**
 * Writes the article of a solved problem as a draft in both languages, in the form of knowledge/articles with the status
 * `draft`: a content owner reads, completes and publishes it. An earlier draft of the same problem is replaced. Returns
 * the folder.
 */
export function writeDraft(
  problem: Problem & { readonly solution: { readonly fr: string; readonly en: string } },
  signs: readonly { readonly label: string; readonly value: string }[],
  { folder, owner, now }: DraftOptions,
): string {
  const target = path.join(folder, 'drafts', 'articles', `problem-${problem.id.toLowerCase()}`);
  mkdirSync(target, { recursive: true });
  for (const language of languages) {
    const [recognise, solve, tickets] = headings[language];
    const front = {
      title: problem.title,
      audience: 'employees',
      families: [problem.category],
      kind: 'solution',
      reviewed: new Date(now).toISOString().slice(0, 10),
      owner,
      status: 'draft',
      problem: problem.id,
    };
    const lines = [
      '---',
      // JSON is YAML: a title with a colon needs no other care.
      ...Object.entries(front).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
      '---',
      '',
      `## ${recognise}`,
      '',
      ...signs.map(({ label, value }) => `- ${label} : ${value}`),
      '',
      `## ${solve}`,
      '',
      problem.solution[language],
      '',
      `## ${tickets}`,
      '',
      problem.members.join(', '),
      '',
    ];
    writeFileSync(path.join(target, `${language}.md`), lines.join('\n'));
  }
  return target;
}
