import { type Compilable, CompiledQuery, type DialectAdapter, type QueryResult } from 'kysely';
import type { Queries } from './port.ts';

const statements = new WeakMap<DialectAdapter, Map<string, string>>();

/**
 * Runs a statement of fixed shape that every turn runs. Kysely compiles it the first time; afterwards only its
 * parameters are new, which saves a turn a good part of its time. `build` must give the parameters in this very order.
 */
export function runFixed(
  db: Queries,
  name: string,
  build: () => Compilable,
  parameters: readonly unknown[],
): Promise<QueryResult<unknown>> {
  const { adapter } = db.getExecutor();
  let known = statements.get(adapter);
  if (!known) {
    known = new Map();
    statements.set(adapter, known);
  }
  const sql = known.get(name);
  if (sql !== undefined) return db.executeQuery(CompiledQuery.raw(sql, [...parameters]));
  const compiled = build().compile();
  const agrees =
    compiled.parameters.length === parameters.length &&
    compiled.parameters.every((value, index) => value === parameters[index]);
  if (!agrees) throw new Error(`the parameters of ${name} are not in the order of its statement`);
  known.set(name, compiled.sql);
  return db.executeQuery(compiled);
}
