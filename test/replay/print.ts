import type { Change, ChangedFact, Comparison } from './compare.ts';

const endings: Readonly<Record<Exclude<Comparison['ending'], 'ticket'>, string>> = {
  asking: 'no ticket: Guichet is still asking',
  solved: 'no ticket: solved in the chat',
  dropped: 'no ticket: given up',
  nothing: 'no ticket: nothing was understood',
};

/** One file for people: what is the same in a line, what changed below it. */
export function print(file: string, comparison: Comparison): string[] {
  const { same, category, kind, priority, group, language, facts, questions, open, ending } = comparison;
  const rows: [name: string, text: string][] = [
    ['category', change(category)],
    ...(kind.recorded === kind.today ? [] : [['kind', change(kind)] as [string, string]]),
    ['priority', change(priority)],
    ['group', change(group)],
    ...(language.recorded === null || language.recorded === language.today
      ? []
      : [['language', change(language)] as [string, string]]),
    ...facts.missing.map((fact) => row('missing', `${fact.label} (${fact.id}), then « ${fact.recorded} »`)),
    ...facts.new.map((fact) =>
      row(category.recorded === null ? 'fact' : 'new', `${fact.label} (${fact.id}): « ${fact.today} »`),
    ),
    ...facts.different.map((fact) => row('different', different(fact))),
    [
      'questions',
      questions.recorded === questions.today ? `${questions.today}` : `${questions.recorded} -> ${questions.today}`,
    ],
    ...questions.gone.map((question) => row('not asked', `« ${question} »`)),
    ...questions.new.map((question) => row('asked', asked(question, comparison))),
    ...comparison.leftOut.map((label) => row('left out', `« ${label} », an answer that has no place today`)),
    ...(ending === 'ticket' ? [] : [row('ends', endings[ending] + (open === null ? '' : ` « ${open} »`))]),
    ...comparison.notes.map((note) => row('note', note)),
  ];
  return [`${file}: ${same ? 'same' : 'different'}`, ...rows.map(([name, text]) => `  ${name.padEnd(11)}${text}`)];
}

const row = (name: string, text: string): [string, string] => [name, text.replaceAll('\n', ' / ')];

function change({ recorded, today }: Change): string {
  if (recorded === today) return `${today}`;
  return `${recorded ?? 'not recorded'} -> ${today ?? 'none'}`;
}

const different = ({ label, id, recorded, today }: ChangedFact): string =>
  `${label} (${id}): « ${recorded} » -> « ${today} »`;

const asked = (question: string, { passedOver }: Comparison): string =>
  `« ${question} »${passedOver.includes(question) ? ', passed over here: nobody was asked then' : ''}`;
