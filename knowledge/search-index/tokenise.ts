import type { Language } from '../language.ts';
import { fold } from './fold.ts';

/** In this order: hexadecimal codes, references (GU-2026-000123), versions and addresses (5.7.750), words. */
const token =
  /0x[0-9a-f]+|[a-z]{2,}\d*(?:-\d+)+(?![\p{L}\p{N}])|\d+(?:[.,]\d+[a-z]?)+|[\p{L}\p{N}_]+(?:'[\p{L}\p{N}_]+)*/gu;
const elision = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=.)/;
const possessive = /'s$/;

/**
 * The words of a text, folded, in order; codes, references and versions stay whole. French elision (l', d', qu',
 * jusqu'…) and the English possessive are cut off; « aujourd'hui » and "don't" stay one word.
 */
export function tokenise(text: string, language: Language): string[] {
  return (fold(text).match(token) ?? []).map((word) => (word.includes("'") ? cut(word, language) : word));
}

function cut(word: string, language: Language): string {
  const bare = language === 'fr' ? word.replace(elision, '') : word.replace(possessive, '');
  return bare.replaceAll("'", '');
}
