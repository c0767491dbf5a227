import { create, insert, search } from '@orama/orama';
import { language, stemmer } from '@orama/stemmers/french';
import type { Engine } from '../engine.ts';

export function orama(): Engine {
  const library = create({
    schema: { title: 'string', text: 'string' } as const,
    components: { tokenizer: { language, stemmer, stemming: true } },
  });
  return {
    async add({ id, title, text }) {
      await insert(library, { id, title, text });
    },
    async find({ text }) {
      const { hits } = await search(library, { term: text, boost: { title: 2 }, limit: 10 });
      return hits.map(({ id }) => id);
    },
  };
}
