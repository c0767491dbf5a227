import { readFileSync } from 'node:fs';
import { parseYaml } from '../../knowledge/index.ts';

/** Reads one file of dialogs/triage/lexicon. The files ship with the code, so a broken one is a defect and throws. */
export function loadLexicon<T>(name: string): T {
  return parseYaml(readFileSync(new URL(`./lexicon/${name}.yaml`, import.meta.url), 'utf8')) as T;
}

export type Phrases = readonly string[];
