import type { Organisation } from '../../knowledge/index.ts';
import { type PhraseBook, phraseBook } from './phrases.ts';
import { words } from './text.ts';

type Services = Organisation['otherServices'];
export type OtherService = Services[number];

const books = new WeakMap<Services, PhraseBook<string>>();

/** The service other than IT that a message is for, by the words that organisation.yaml lists: pay, leave, canteen… */
export function findOtherService(text: string, services: Services): OtherService | undefined {
  let book = books.get(services);
  if (!book) {
    book = phraseBook(services.map(({ id, words: phrases }) => [id, phrases]));
    books.set(services, book);
  }
  const found = book.find(words(text));
  return services.find(({ id }) => id === found);
}
