import type { Queries } from '../port.ts';

/**
 * The next number of a series, from 1. Called in a transaction, it leaves no gap: a rollback gives the number back, and
 * others wait for the commit.
 */
export async function nextValue(db: Queries, name: string): Promise<number> {
  const row = await db
    .insertInto('counter')
    .values({ name, value: 1 })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((expression) => ({ value: expression('counter.value', '+', 1) })),
    )
    .returning('value')
    .executeTakeFirstOrThrow();
  return row.value;
}
