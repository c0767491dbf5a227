import type { Caller } from './access.ts';
import type { Entity } from './entity.ts';
import type { Tenant } from './tenant.ts';

/** One request, its path taken apart. */
export interface Call {
  readonly tenant: Tenant;
  readonly caller: Caller;
  /** The path's variables in order, decoded; ids of people, groups and devices in lower case. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Entity;
  readonly now: number;
}

export type Answer =
  | { readonly entity: Entity; readonly status?: 200 | 201; readonly byDefault?: readonly string[] }
  | { readonly collection: readonly Entity[]; readonly byDefault?: readonly string[] }
  /** A result that is no entity: `{value: true}`. */
  | { readonly result: Entity }
  | { readonly status: 202 | 204 }
  | { readonly text: string; readonly type: string };

export type Handler = (call: Call) => Answer;

/** By `METHOD /path`, written as Graph's own description writes it. */
export type Routes = Readonly<Record<string, Handler>>;

/** A refusal in Graph's own words: status and code. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string | undefined;

  constructor(status: number, code?: string) {
    super(`${status} ${code ?? ''}`);
    this.status = status;
    this.code = code;
  }
}

/** @throws Refused with 404 */
export function existing<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Refused(404);
  return thing;
}

/** @throws Refused with 400 where the body has a field that is none of these, or lacks a needed one */
export function fieldsOf(body: Entity, allowed: readonly string[], needed: readonly string[] = []): void {
  const strange = Object.keys(body).filter((name) => !allowed.includes(name) && !name.startsWith('@odata.'));
  if (strange.length > 0 || needed.some((name) => body[name] === undefined)) throw new Refused(400);
}
