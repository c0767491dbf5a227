import type { Language, Organisation } from '../../knowledge/index.ts';
import type { QuestioningScript, ScriptFact } from '../scripts/schema.ts';
import { readEntity } from './entities/index.ts';
import { findOption, findYesNo } from './options.ts';
import { words } from './text.ts';
import { saysNoHurry } from './urgency.ts';

export interface FactRead {
  readonly id: string;
  readonly value: string;
}

export type Sites = Organisation['sites'];

/**
 * The facts that a message states unprompted: options whose words are said and not denied, and what the recognisers
 * find. Nothing is concluded from what is only near.
 */
export function readFacts(
  text: string,
  script: QuestioningScript,
  _language: Language,
  sites: Sites = [],
): readonly FactRead[] {
  const said = words(text);
  if (said.length === 0) return [];
  return script.facts.flatMap((fact) => {
    const value = readFact(text, said, fact, sites);
    return value === undefined ? [] : [{ id: fact.id, value }];
  });
}

function readFact(text: string, said: readonly string[], fact: ScriptFact, sites: Sites): string | undefined {
  if (fact.kind === 'choice') return findOption(said, fact.options ?? [])?.id;
  if (fact.kind === 'yes-no') return findYesNo(said, fact)?.id ?? (calm(fact, text) ? 'no' : undefined);
  return fact.entity === undefined ? undefined : readEntity(fact.entity, text, sites);
}

/** Every script names `blocking` the fact of work that is stopped: there are more ways to deny it than a script lists. */
const calm = (fact: ScriptFact, text: string): boolean => fact.id === 'blocking' && saysNoHurry(text);
