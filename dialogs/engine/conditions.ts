import type { Condition } from '../scripts/schema.ts';
import type { Fact } from './types.ts';

type Clause = Exclude<Condition, readonly unknown[]>;
type Test = Clause[string];

/** Whether a script's condition holds for the facts known so far; an absent condition always holds. */
export function holds(condition: Condition | undefined, facts: readonly Fact[]): boolean {
  if (condition === undefined) return true;
  const clauses = Array.isArray(condition) ? condition : [condition];
  return clauses.some((clause) =>
    Object.entries(clause).every(([id, test]) => passes(facts.find((fact) => fact.id === id)?.value, test)),
  );
}

function passes(value: string | undefined, test: Test): boolean {
  if (typeof test === 'string') return value === test;
  if (Array.isArray(test)) return value !== undefined && test.includes(value);
  if ('known' in test) return test.known === (value !== undefined && value !== 'unknown');
  if ('atLeast' in test) return value !== undefined && Number(value) >= test.atLeast;
  const refused = Array.isArray(test.not) ? test.not : [test.not];
  return value === undefined || !refused.includes(value);
}
