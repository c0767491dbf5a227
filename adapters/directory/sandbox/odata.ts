import type { Entity } from './entity.ts';
import { parseFilter } from './odata-filter.ts';
import { BadQuery, compare } from './odata-values.ts';

export interface Page {
  readonly value: readonly Entity[];
  /** How many there are without paging; with `$count=true`. */
  readonly count?: number;
  /** Where the next page begins; absent on the last. */
  readonly next?: number;
}

const known = new Set([
  '$select',
  '$filter',
  '$orderby',
  '$top',
  '$skip',
  '$count',
  '$expand',
  '$search',
  '$skiptoken',
]);
const unordered = new Set(['deltatoken', '$deltatoken', 'startdatetime', 'enddatetime']);

/** @throws BadQuery for an option that is not served */
export function checkOptions(query: URLSearchParams): void {
  for (const name of query.keys())
    if (!known.has(name) && !unordered.has(name.toLowerCase())) throw new BadQuery(`no option ${name}`);
}

/** Filter, order, page. @throws BadQuery */
export function listPage(entities: readonly Entity[], query: URLSearchParams, pageSize: number): Page {
  const matching = search(filtered(entities, query.get('$filter')), query.get('$search'));
  const ordered = order(matching, query.get('$orderby'));
  const start = Number(query.get('$skiptoken') ?? query.get('$skip') ?? 0);
  const size = Math.min(Number(query.get('$top') ?? pageSize), pageSize);
  if (!(start >= 0 && size > 0)) throw new BadQuery('$top and $skip are numbers');
  const end = start + size;
  return {
    value: ordered.slice(start, end),
    ...(query.get('$count') === 'true' && { count: ordered.length }),
    ...(end < ordered.length && { next: end }),
  };
}

function filtered(entities: readonly Entity[], filter: string | null): readonly Entity[] {
  if (filter === null) return entities;
  return entities.filter(parseFilter(filter));
}

/** `$search="displayName:words"`: each word begins a word of the property. */
function search(entities: readonly Entity[], text: string | null): readonly Entity[] {
  if (text === null) return entities;
  const [, name, words] = /^"(\w+):([^"]+)"$/.exec(text) ?? [];
  if (!name || !words) throw new BadQuery('$search="property:words"');
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  return entities.filter((entity) => {
    const held = fold(String(entity[name] ?? '')).split(/[^\p{L}\p{N}]+/u);
    return wanted.every((word) => held.some((each) => each.startsWith(word)));
  });
}

const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

function order(entities: readonly Entity[], by: string | null): readonly Entity[] {
  if (by === null) return entities;
  const [, name, direction] = /^(\w+)(?: (asc|desc))?$/.exec(by) ?? [];
  if (!name) throw new BadQuery('$orderby=property desc');
  const sign = direction === 'desc' ? -1 : 1;
  return entities.toSorted((a, b) => sign * compare(a[name], b[name]));
}

/**
 * Only the fields of `$select`; without it those that Graph gives by default. Names with `@` and what `$expand` brought
 * stay. @throws BadQuery for `$select` of something that the entity has not
 */
export function pick(entity: Entity, query: URLSearchParams, byDefault: readonly string[] | undefined): Entity {
  const select = query.get('$select')?.split(',') ?? byDefault;
  const expanded = (query.get('$expand') ?? '').split('(')[0];
  return Object.fromEntries(
    Object.entries(entity).filter(
      ([name]) =>
        !name.startsWith('$') && (!select || name.startsWith('@') || name === expanded || select.includes(name)),
    ),
  );
}
