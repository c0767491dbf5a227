import { type CreateTableBuilder, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../port.ts';

type Column = 'text' | 'integer';

/** A column is `text`, `integer` or either with `?` when it may be null. */
export type Columns = Readonly<Record<string, Column | `${Column}?`>>;

/**
 * Creates one table in either dialect. Integers hold epoch ms, hence int8 on PostgreSQL; SQLite's tables are STRICT, so
 * that both refuse the same mistakes.
 */
export async function createTable(
  db: Kysely<never>,
  dialect: Database['dialect'],
  name: string,
  columns: Columns,
  primaryKey: readonly string[],
): Promise<void> {
  const integer = dialect === 'postgres' ? 'bigint' : 'integer';
  let table = db.schema.createTable(name) as CreateTableBuilder<string, string>;
  for (const [column, declared] of Object.entries(columns)) {
    const type = declared.startsWith('integer') ? integer : 'text';
    table = table.addColumn(column, type, (builder) => (declared.endsWith('?') ? builder : builder.notNull()));
  }
  table = table.addPrimaryKeyConstraint(`${name}_primary`, [...primaryKey] as never);
  if (dialect === 'sqlite') table = table.modifyEnd(sql`strict`);
  await table.execute();
}

export interface Index {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly unique?: boolean;
  /** Only the rows that it is asked for: the index stays as small as they are few. */
  readonly where?: RawBuilder<unknown>;
}

export async function createIndex(db: Kysely<never>, index: Index): Promise<void> {
  const columns = sql.join(index.columns.map((column) => sql.ref(column)));
  const unique = index.unique ? sql`unique` : sql``;
  const where = index.where ? sql`where ${index.where}` : sql``;
  await sql`create ${unique} index ${sql.ref(index.name)} on ${sql.table(index.table)} (${columns}) ${where}`.execute(
    db,
  );
}
