import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type ContentProblem,
  type Knowledge,
  readYaml,
  schemaProblems,
  shownPath,
  type YamlSource,
} from '../../knowledge/index.ts';
import type { Taxonomy } from '../taxonomy.ts';
import { type QuestioningScript, scriptSchema } from './schema.ts';

/** What a script leans on: the organisation's groups and values, and which articles exist. */
export type ScriptSurroundings = Pick<Knowledge, 'organisation' | 'findArticle'>;

export interface LoadedScript {
  readonly script: QuestioningScript;
  readonly source: YamlSource;
}

/** The scripts that fit the schema, with their sources, for further checks. */
export function readScripts(
  folders: readonly string[],
  taxonomy: Taxonomy,
): { loaded: ReadonlyMap<string, LoadedScript>; problems: readonly ContentProblem[] } {
  const loaded = new Map<string, LoadedScript>();
  const problems: ContentProblem[] = [];
  for (const file of folders.flatMap(yamlFilesIn)) {
    const parsed = parseScript(readFileSync(file, 'utf8'), shownPath(file), taxonomy);
    problems.push(...parsed.problems);
    if (parsed.script) loaded.set(parsed.script.code, { script: parsed.script, source: parsed.source });
  }
  return { loaded, problems };
}

/** One script from its text; `file` is `…/<code>.yaml`. */
export function parseScript(
  text: string,
  file: string,
  taxonomy: Taxonomy,
): { script?: QuestioningScript; source: YamlSource; problems: readonly ContentProblem[] } {
  const source = readYaml(file, text);
  if (source.problems.length > 0) return { source, problems: source.problems };
  const parsed = scriptSchema.safeParse(source.value);
  if (!parsed.success) return { source, problems: schemaProblems(parsed.error, source) };
  const script = parsed.data;
  const expected = path.basename(file, '.yaml');
  const place = { file, line: source.lineOf(['code']), field: 'code' };
  if (script.code !== expected)
    return {
      source,
      problems: [
        {
          ...place,
          problem: `"${script.code}" is not the file's name`,
          mend: `write "code: ${expected}" or rename the file to ${script.code}.yaml`,
        },
      ],
    };
  if (!taxonomy.find(script.code))
    return {
      source,
      problems: [
        {
          ...place,
          problem: `"${script.code}" is not a family of the service catalogue`,
          mend: 'use a code of dialogs/taxonomy.yaml',
        },
      ],
    };
  return { script, source, problems: [] };
}

function yamlFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml') && !name.startsWith('.'))
      .sort()
      .map((name) => path.join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
