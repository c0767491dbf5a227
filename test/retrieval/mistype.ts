import type { QueryRow } from '../evaluate/retrieval.ts';

/** The query with two neighbouring letters swapped in its longest word. */
export function mistype(query: QueryRow): QueryRow {
  const longest = query.text.split(/[^\p{L}]+/u).reduce((one, other) => (other.length > one.length ? other : one), '');
  if (longest.length < 6) return query;
  const wrong = `${longest.slice(0, 3)}${longest[4]}${longest[3]}${longest.slice(5)}`;
  return { ...query, text: query.text.replace(longest, wrong) };
}
