import { type ContentProblem, type FieldPath, fieldName } from '../../knowledge/index.ts';
import type { LoadedScript } from './read.ts';
import type { QuestioningScript, ScriptFact, ScriptStep } from './schema.ts';

type Report = (path: FieldPath, problem: string, mend: string) => void;

/** What fields must or must not stand together: dead ends, solutions, options, last rules. */
export function checkShape({ script, source }: LoadedScript): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const report: Report = (path, problem, mend) =>
    problems.push({ file: source.file, line: source.lineOf(path), field: fieldName(path), problem, mend });

  if (script.steps.length === 0 && !script.alwaysEscalate && !script.escalate?.length)
    report(
      ['steps'],
      'is a dead end: there is no step and nothing escalates',
      'write a step, or "alwaysEscalate: true"',
    );
  for (const [at, step] of script.steps.entries()) checkStep(step, ['steps', at], report);
  for (const [at, fact] of script.facts.entries()) checkFact(fact, at, script, report);
  for (const list of ['impact', 'urgency', 'kind'] as const) checkRules(script, list, report);
  return problems;
}

function checkStep(step: ScriptStep, path: FieldPath, report: Report): void {
  if (step.kind === 'fix') {
    if (!step.solution)
      report(
        [...path, 'solution'],
        `the fix "${step.id}" does not say what kind of solution it is`,
        'add "solution: definitive", temporary or workaround',
      );
    if (!step.resolved)
      report(
        [...path, 'resolved'],
        `the fix "${step.id}" has nothing to say when it worked`,
        'add "resolved:" with a sentence naming what was done',
      );
    return;
  }
  for (const field of ['solution', 'resolved'] as const)
    if (step[field])
      report(
        [...path, field],
        `the test "${step.id}" solves nothing, so it has no "${field}"`,
        `remove "${field}", or make it "kind: fix"`,
      );
  if (!step.learns)
    report(
      [...path, 'learns'],
      `the test "${step.id}" tells nothing: no outcome teaches a fact`,
      'add "learns:" with what each outcome tells',
    );
}

function checkFact(fact: ScriptFact, at: number, script: QuestioningScript, report: Report): void {
  const path = ['facts', at];
  if (fact.kind === 'choice' && !fact.options)
    report([...path, 'options'], `the choice "${fact.id}" has no options`, 'add "options:" with at least two');
  if (fact.kind !== 'choice' && fact.options)
    report(
      [...path, 'options'],
      `"${fact.id}" is not a choice, so its options are never offered`,
      'write "kind: choice", or remove the options',
    );
  for (const field of ['yes', 'no'] as const)
    if (fact[field] && fact.kind !== 'yes-no')
      report([...path, field], `"${fact.id}" is not a yes-no question`, `remove "${field}", or write "kind: yes-no"`);
  for (const [option, { id }] of (fact.options ?? []).entries())
    if (id === 'unknown')
      report(
        [...path, 'options', option, 'id'],
        '"unknown" is offered with every question already',
        'remove this option, or give it another id',
      );
  const learnt =
    fact.ask ??
    fact.entity ??
    fact.lookUp ??
    fact.yes ??
    fact.no ??
    fact.options?.find(({ words }) => words) ??
    script.infer?.find((rule) => rule.fact === fact.id) ??
    script.steps.find((step) => Object.values(step.learns ?? {}).some((outcome) => outcome?.[fact.id] !== undefined));
  if (!learnt)
    report(
      path,
      `nothing ever gives a value to "${fact.id}"`,
      'add "ask:", "entity:", "lookUp:" or an inference, or remove it',
    );
}

function checkRules(script: QuestioningScript, list: 'impact' | 'urgency' | 'kind', report: Report): void {
  const rules = script[list];
  if (!rules) return;
  const last = rules.length - 1;
  if (rules[last]?.when)
    report([list, last, 'when'], `the last rule of "${list}" does not always apply`, 'add a last rule without "when"');
  const always = rules.findIndex(({ when }) => when === undefined);
  if (always !== -1 && always < last)
    report(
      [list, always + 1],
      'this rule is never used: the one above always applies',
      'put the rule without "when" last',
    );
}
