import type { Finding } from './finding.ts';

const marks: Readonly<Record<Finding['state'], string>> = {
  ok: 'ok',
  warning: 'warning',
  wrong: 'WRONG',
  'not needed': '-',
};

/** A line a finding, its mend below it, and what it all amounts to. */
export function print(findings: readonly Finding[]): string {
  const widest = Math.max(...findings.map(({ area }) => area.length));
  const lines = findings.flatMap(({ area, state, what, mend }) => [
    `${marks[state].padEnd(8)} ${area.padEnd(widest)}  ${what}`,
    ...(mend ? [`${' '.repeat(10 + widest)} Mend: ${mend}`] : []),
  ]);
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
  const [wrongs, warnings] = [count('wrong'), count('warning')];
  const verdict =
    wrongs > 0
      ? `${wrongs} wrong, ${counted(warnings)}. Guichet does not work as it should until what is wrong is mended.`
      : `Nothing wrong, ${counted(warnings)}.`;
  return [...lines, '', verdict].join('\n');
}

const counted = (warnings: number): string => `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
