import type { z } from 'zod';
import type { ContentProblem } from './content-problem.ts';
import { type FieldPath, fieldName, type YamlSource } from './yaml-source.ts';

type Issue = z.core.$ZodIssue;
interface Sentence {
  readonly path: FieldPath;
  readonly problem: string;
  readonly mend: string;
}

const languageNames: Readonly<Record<string, string>> = { fr: 'French', en: 'English' };
const kindNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
  record: 'a group of fields',
};

/** Every violation of a schema, as sentences with the lines where they stand. */
export function schemaProblems(error: z.core.$ZodError, source: YamlSource): ContentProblem[] {
  return error.issues
    .flatMap((issue) => sentences(issue, source.value))
    .map(({ path, problem, mend }) => ({
      file: source.file,
      line: source.lineOf(path),
      ...(path.length > 0 ? { field: fieldName(path) } : {}),
      problem,
      mend,
    }));
}

function sentences(issue: Issue, root: unknown): Sentence[] {
  const path = issue.path;
  if (issue.code === 'invalid_union') return unionSentences(issue, root);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      problem: `the field "${key}" does not exist here`,
      mend: 'correct its spelling or its indentation, or remove it',
    }));
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element')
    return issue.issues.map((inner) => ({ path, problem: sentenceOf(inner), mend: 'correct the name of this field' }));
  const value = valueAt(root, path);
  if (value === undefined || value === null) return [missing(path)];
  return [{ path, problem: `${shown(value)}${sentenceOf(issue)}`, mend: mendOf(issue) }];
}

/** Of the forms that a union allows, the one that came closest: it got deepest, then had the fewest faults. */
function unionSentences(issue: z.core.$ZodIssueInvalidUnion, root: unknown): Sentence[] {
  const value = valueAt(root, issue.path);
  if (value === undefined || value === null) return [missing(issue.path)];
  const depth = (branch: readonly Issue[]) => Math.max(...branch.map(({ path }) => path.length));
  const [closest] = issue.errors
    .filter((branch) => branch.length > 0)
    .toSorted((a, b) => depth(b) - depth(a) || a.length - b.length);
  if (!closest || depth(closest) === 0)
    return [
      {
        path: issue.path,
        problem: `${shown(value)}has a form that is not known here`,
        mend: 'write it as the schema shows',
      },
    ];
  return closest.flatMap((inner) => sentences({ ...inner, path: [...issue.path, ...inner.path] } as Issue, root));
}

function missing(path: FieldPath): Sentence {
  const name = String(path.at(-1));
  const language = languageNames[name];
  if (language) return { path, problem: `the ${language} text is missing`, mend: `write it under "${name}:"` };
  return { path, problem: 'is missing', mend: `add "${name}:"` };
}

function sentenceOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `is not ${kindNames[issue.expected] ?? `a ${issue.expected}`}`;
    case 'invalid_value':
      return `is not one of ${issue.values.map((value) => `"${String(value)}"`).join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'is empty'
        : `is too ${issue.origin === 'array' ? 'short a list' : 'small'}: at least ${issue.minimum}`;
    case 'too_big':
      return `is too ${issue.origin === 'array' ? 'long a list' : 'large'}: at most ${issue.maximum}`;
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? `is not a valid ${issue.format}` : `is not right: ${issue.message}`;
    default:
      return issue.message;
  }
}

function mendOf(issue: Issue): string {
  if (issue.code === 'invalid_value') return 'choose one of these';
  if (issue.code === 'invalid_type') return `write ${kindNames[issue.expected] ?? `a ${issue.expected}`}`;
  if (issue.code === 'too_small' && issue.origin === 'array') return `write at least ${issue.minimum} entries`;
  if (issue.code === 'too_small' && issue.origin === 'string') return 'write the text';
  return 'correct this value';
}

function shown(value: unknown): string {
  if (typeof value === 'string' && value !== '') return `"${value.length > 40 ? `${value.slice(0, 39)}…` : value}" `;
  return typeof value === 'number' || typeof value === 'boolean' ? `${value} ` : '';
}

function valueAt(root: unknown, path: FieldPath): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}
