import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** A connection or a transaction: the repositories take either. */
export type Queries = Kysely<Schema>;

export interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  /** Several nodes may share it: conversations then need a lease row. */
  readonly shared: boolean;
  /** Outside any transaction; reads, and single-statement writes. */
  readonly queries: Queries;
  /** One short transaction that awaits nothing but the database. SQLite: BEGIN IMMEDIATE, one at a time. */
  transaction<T>(work: (transaction: Queries) => Promise<T>): Promise<T>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
