import type { Entity } from './entity.ts';
import { BadQuery, compare } from './odata-values.ts';

type Test = (entity: Entity) => boolean;

const token = /\s*('(?:[^']|'')*'|[()]|,|[^\s(),']+)/y;

/** `$filter`: comparisons, startswith, any over strings, in; joined by and, or, not. @throws BadQuery for anything else */
export function parseFilter(filter: string): Test {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < filter.trimEnd().length) {
    const match = token.exec(filter);
    if (!match) throw new BadQuery(filter);
    tokens.push(match[1]!);
  }
  let at = 0;
  const peek = () => tokens[at];
  const take = (expected?: string): string => {
    const next = tokens[at];
    if (next === undefined || (expected !== undefined && next !== expected)) throw new BadQuery(filter);
    at += 1;
    return next;
  };

  const either = (): Test => {
    const tests = [both()];
    while (peek() === 'or') {
      take();
      tests.push(both());
    }
    return (entity) => tests.some((test) => test(entity));
  };
  const both = (): Test => {
    const tests = [one()];
    while (peek() === 'and') {
      take();
      tests.push(one());
    }
    return (entity) => tests.every((test) => test(entity));
  };
  const one = (): Test => {
    if (peek() === 'not') {
      take();
      const test = one();
      return (entity) => !test(entity);
    }
    if (peek() === '(') {
      take();
      const test = either();
      take(')');
      return test;
    }
    return peek() === 'startswith' ? startsWith() : comparison();
  };
  const startsWith = (): Test => {
    take();
    take('(');
    const name = take();
    take(',');
    const prefix = String(literal(take())).toLowerCase();
    take(')');
    return (entity) =>
      String(read(entity, name) ?? '')
        .toLowerCase()
        .startsWith(prefix);
  };
  const comparison = (): Test => {
    const name = take();
    const any = /^(.+)\/any$/.exec(name);
    if (any) {
      // collection/any(x:x eq 'value')
      take('(');
      take();
      take('eq');
      const value = literal(take());
      take(')');
      return (entity) => ((read(entity, any[1]!) as unknown[]) ?? []).includes(value);
    }
    const operator = take();
    if (!(operator in operators)) throw new BadQuery(filter);
    const value = literal(take());
    return (entity) => operators[operator]!(read(entity, name), value);
  };

  const test = either();
  if (at < tokens.length) throw new BadQuery(filter);
  return test;
}

const operators: Readonly<Record<string, (held: unknown, value: unknown) => boolean>> = {
  eq: (held, value) => same(held, value),
  ne: (held, value) => !same(held, value),
  ge: (held, value) => held !== undefined && compare(held, value) >= 0,
  gt: (held, value) => held !== undefined && compare(held, value) > 0,
  le: (held, value) => held !== undefined && compare(held, value) <= 0,
  lt: (held, value) => held !== undefined && compare(held, value) < 0,
};

/** Graph compares text without regard to case. */
function same(held: unknown, value: unknown): boolean {
  if (typeof held === 'string' && typeof value === 'string') return held.toLowerCase() === value.toLowerCase();
  return (held ?? null) === value;
}

/** `status/errorCode` reads inside. */
const read = (entity: Entity, name: string): unknown =>
  name.split('/').reduce<unknown>((held, step) => (held as Entity | undefined)?.[step], entity);

function literal(text: string): unknown {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  if (/^-?\d+$/.test(text)) return Number(text);
  // A time stands bare.
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return text;
  throw new BadQuery(text);
}
