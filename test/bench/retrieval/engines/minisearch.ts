import MiniSearch from 'minisearch';
import type { Engine } from '../engine.ts';

export function minisearch(): Engine {
  const library = new MiniSearch({ fields: ['title', 'text'], searchOptions: { boost: { title: 2 } } });
  return {
    add: ({ id, title, text }) => library.add({ id, title, text }),
    find: ({ text }) =>
      library
        .search(text)
        .slice(0, 10)
        .map(({ id }) => id as string),
  };
}
