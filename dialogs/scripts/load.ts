import type { ContentProblem } from '../../knowledge/index.ts';
import type { Taxonomy } from '../taxonomy.ts';
import { checkReferences } from './check-references.ts';
import { readScripts, type ScriptSurroundings } from './read.ts';
import type { QuestioningScript } from './schema.ts';

export interface LoadedScripts {
  readonly scripts: ReadonlyMap<string, QuestioningScript>;
  readonly problems: readonly ContentProblem[];
}

/**
 * Loads `<code>.yaml` files, the shipped folder first; a later folder's script replaces an earlier one's of the same
 * code. What does not fit the schema is left out. The problems found are given: whoever starts a service stops on them.
 */
export function loadScripts(
  folders: readonly string[],
  knowledge: ScriptSurroundings,
  taxonomy: Taxonomy,
): LoadedScripts {
  const { loaded, problems } = readScripts(folders, taxonomy);
  const scripts = new Map([...loaded].map(([code, { script }]) => [code, script]));
  return {
    scripts,
    problems: [...problems, ...[...loaded.values()].flatMap((each) => checkReferences(each, knowledge))],
  };
}
