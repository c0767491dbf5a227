import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { ContentProblem } from './content-problem.ts';
import { parseYaml } from './parse-yaml.ts';

export type FieldPath = readonly PropertyKey[];

/** A YAML text that remembers on which line each field stands. */
export interface YamlSource {
  readonly file: string;
  readonly value: unknown;
  /** What is wrong with the YAML itself; `value` is undefined then. */
  readonly problems: readonly ContentProblem[];
  /** Line of a field, or of the nearest thing that should hold it. */
  lineOf(path: FieldPath): number;
}

/** Reads YAML. `linesBefore` counts the lines of the file above this text (front matter's opening line). */
export function readYaml(file: string, text: string, linesBefore = 0): YamlSource {
  let read: { document: Document.Parsed; lines: LineCounter } | undefined;
  // Lines are wanted only where something is wrong: most texts are never read with their positions.
  const withLines = () => {
    if (!read) {
      const lines = new LineCounter();
      read = { document: parseDocument(text, { lineCounter: lines, prettyErrors: false }), lines };
    }
    return read;
  };
  const lineAt = (offset: number) => withLines().lines.linePos(offset).line + linesBefore;
  let value: unknown;
  const problems: ContentProblem[] = [];
  try {
    value = parseYaml(text);
  } catch {
    for (const { message, pos } of withLines().document.errors) {
      problems.push({
        file,
        line: lineAt(pos[0]),
        problem: `is not readable YAML: ${message.split('\n')[0]?.replace(/[.:]$/, '')}`,
        mend: 'check the indentation, the quotes and the brackets of this line and the one above',
      });
    }
  }
  return { file, value, problems, lineOf: (path) => lineAt(offsetOf(withLines().document, path)) };
}

function offsetOf(document: Document.Parsed, path: FieldPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const offset = offsetIn(parent, path[length - 1]!);
    if (offset !== undefined) return offset;
  }
  return document.contents?.range?.[0] ?? 0;
}

function offsetIn(parent: unknown, key: PropertyKey): number | undefined {
  if (!isNode(parent)) return undefined;
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === key);
    return (pair?.key as Node | undefined)?.range?.[0];
  }
  if (!('items' in parent)) return undefined;
  const item = (parent.items as unknown[])[Number(key)];
  return isNode(item) ? item.range?.[0] : undefined;
}

/** `facts[2].label.en`. */
export function fieldName(path: FieldPath): string {
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? String(part) : `.${String(part)}`))
    .join('');
}
