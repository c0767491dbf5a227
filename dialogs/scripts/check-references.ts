import {
  type ContentProblem,
  type FieldPath,
  fieldName,
  languages,
  unknownOrganisationNames,
  type YamlSource,
} from '../../knowledge/index.ts';
import { isAction } from '../self-service/registry.ts';
import type { LoadedScript, ScriptSurroundings } from './read.ts';
import type { Condition, QuestioningScript, ScriptFact } from './schema.ts';

/** Values that a fact can take, or `any` where it is free text, a number or looked up. */
export function valuesOf(fact: ScriptFact): readonly string[] | 'any' {
  if (fact.kind === 'choice') return fact.lookUp ? 'any' : [...(fact.options ?? []).map(({ id }) => id), 'unknown'];
  return fact.kind === 'yes-no' ? ['yes', 'no', 'unknown'] : 'any';
}

/** Every condition of a script with the place where it stands. */
export function conditionsOf(script: QuestioningScript): { readonly path: FieldPath; readonly condition: Condition }[] {
  const lists = [
    'groups',
    'kind',
    'first',
    'facts',
    'infer',
    'steps',
    'selfService',
    'escalate',
    'meanwhile',
    'impact',
    'urgency',
    'tips',
  ] as const;
  return lists.flatMap((list) =>
    (script[list] ?? []).flatMap((entry, at) =>
      entry.when === undefined ? [] : [{ path: [list, at, 'when'], condition: entry.when }],
    ),
  );
}

/** Names that lead nowhere: facts, values, groups, articles, organisation values; and ids that stand twice. */
export function checkReferences({ script, source }: LoadedScript, surroundings: ScriptSurroundings): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const report = (path: FieldPath, problem: string, mend: string) =>
    problems.push({ file: source.file, line: source.lineOf(path), field: fieldName(path), problem, mend });
  const facts = new Map(script.facts.map((fact) => [fact.id, fact]));

  const checkValue = (path: FieldPath, id: string, value: string) => {
    const fact = facts.get(id);
    if (!fact)
      return report(path, `no fact has the id "${id}"`, 'name a fact of this script, or declare it under facts');
    const values = valuesOf(fact);
    if (values !== 'any' && !values.includes(value))
      report(path, `the fact "${id}" never has the value "${value}"`, `use one of ${values.join(', ')}`);
  };

  for (const { path, condition } of conditionsOf(script)) {
    for (const { clausePath, clause } of clausesOf(condition, path)) {
      for (const [id, test] of Object.entries(clause)) {
        const at = [...clausePath, id];
        const values = tested(test);
        if (values.length === 0) {
          if (!facts.has(id))
            report(at, `no fact has the id "${id}"`, 'name a fact of this script, or declare it under facts');
        } else for (const value of values) checkValue(at, id, value);
      }
    }
  }
  for (const [at, { fact, value }] of (script.infer ?? []).entries()) checkValue(['infer', at], fact, value);
  for (const [at, step] of script.steps.entries())
    for (const [outcome, learnt] of Object.entries(step.learns ?? {}))
      for (const [id, value] of Object.entries(learnt ?? {}))
        checkValue(['steps', at, 'learns', outcome, id], id, value);

  const { organisation, findArticle } = surroundings;
  const checkGroup = (path: FieldPath, group: string) => {
    if (!organisation.groups.some(({ id }) => id === group))
      report(
        path,
        `organisation.yaml has no group "${group}"`,
        `use one of ${organisation.groups.map(({ id }) => id).join(', ')}`,
      );
  };
  checkGroup(['group'], script.group);
  for (const [at, { group }] of (script.groups ?? []).entries()) checkGroup(['groups', at, 'group'], group);

  const checkArticle = (path: FieldPath, id: string) => {
    if (!languages.some((language) => findArticle(id, language)))
      report(
        path,
        `there is no article "${id}"`,
        `write knowledge/articles/${id}/fr.md and en.md, or name another article`,
      );
  };
  for (const [at, id] of script.articles.entries()) checkArticle(['articles', at], id);
  for (const [at, { article }] of script.steps.entries()) if (article) checkArticle(['steps', at, 'article'], article);

  for (const [at, { action }] of (script.selfService ?? []).entries())
    if (!isAction(action))
      report(
        ['selfService', at, 'action'],
        `there is no action "${action}"`,
        'name one of dialogs/self-service/registry.ts',
      );

  for (const { path, name } of organisationNames(source, surroundings))
    report(path, `organisation.yaml has no value "${name}"`, `add "${name}:" under values, or correct the name`);
  checkDuplicates(script, report);
  return problems;
}

type Clause = Exclude<Condition, readonly unknown[]>;

function clausesOf(condition: Condition, path: FieldPath): { clausePath: FieldPath; clause: Clause }[] {
  if (Array.isArray(condition)) return condition.map((clause, at) => ({ clausePath: [...path, at], clause }));
  return [{ clausePath: path, clause: condition }];
}

function tested(test: Clause[string]): readonly string[] {
  if (typeof test === 'string') return [test];
  if (Array.isArray(test)) return test;
  if (!('not' in test)) return [];
  return typeof test.not === 'string' ? [test.not] : test.not;
}

/** Every text of the script with its place. */
export function textsIn(value: unknown, path: FieldPath = []): { readonly path: FieldPath; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    textsIn(each, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function organisationNames(source: YamlSource, { organisation }: ScriptSurroundings) {
  return textsIn(source.value).flatMap(({ path, text }) =>
    unknownOrganisationNames(text, organisation).map((name) => ({ path, name })),
  );
}

function checkDuplicates(
  script: QuestioningScript,
  report: (path: FieldPath, problem: string, mend: string) => void,
): void {
  const check = (entries: readonly { id: string }[], path: FieldPath) => {
    for (const [at, { id }] of entries.entries())
      if (entries.findIndex((other) => other.id === id) !== at)
        report([...path, at, 'id'], `the id "${id}" stands twice`, 'give each its own id');
  };
  for (const list of ['facts', 'steps', 'first', 'escalate', 'meanwhile', 'tips'] as const)
    check(script[list] ?? [], [list]);
  for (const [at, { options }] of script.facts.entries()) check(options ?? [], ['facts', at, 'options']);
}
