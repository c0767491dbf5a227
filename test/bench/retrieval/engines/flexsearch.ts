import { Charset, Index } from 'flexsearch';
import type { Engine } from '../engine.ts';

/** Title and text in one: its order goes by how early a word stands. */
export function flexsearch(): Engine {
  const ids: string[] = [];
  const library = new Index({ tokenize: 'strict', encoder: Charset.LatinBalance });
  return {
    add({ id, title, text }) {
      library.add(ids.push(id) - 1, `${title}\n${text}`);
    },
    find: ({ text }) => library.search(text, { limit: 10, suggest: true }).map((number) => ids[Number(number)]!),
  };
}
