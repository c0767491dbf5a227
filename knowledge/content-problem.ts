/** Something wrong in a content file, said so that its author can mend it without reading code. */
export interface ContentProblem {
  /** Path as the author knows it: from the content folder's parent. */
  readonly file: string;
  /** 1 for the first line. */
  readonly line?: number;
  /** Path inside the file, such as `facts[2].options[0].label.en`. */
  readonly field?: string;
  readonly problem: string;
  /** What to do about it. */
  readonly mend: string;
}

/** One line: `file:line field — problem. Mend: …`. */
export function formatProblem({ file, line, field, problem, mend }: ContentProblem): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return `${field ? `${place} ${field}` : place} — ${problem}. Mend: ${mend}.`;
}

/** All that is wrong in the content that was loaded, gathered, so that one run shows everything. */
export class ContentError extends Error {
  readonly problems: readonly ContentProblem[];

  constructor(problems: readonly ContentProblem[]) {
    super(
      `${problems.length} problem${problems.length === 1 ? '' : 's'} in content\n${problems.map(formatProblem).join('\n')}`,
    );
    this.name = 'ContentError';
    this.problems = problems;
  }
}
