/** What kinds of secret are masked; the token that replaces one is its kind in brackets. */
export type RedactionKind = 'password' | 'code' | 'card' | 'iban' | 'national-id' | 'key' | 'token';

/** A secret in a text: offsets in UTF-16 units, `end` exclusive. */
export interface Secret {
  readonly start: number;
  readonly end: number;
  readonly kind: RedactionKind;
}

/** Every match of a global pattern, as secrets of the group named `secret` (or of the whole match). */
export function secretsOf(
  text: string,
  pattern: RegExp,
  kind: RedactionKind,
  accept: (secret: string) => boolean = () => true,
): Secret[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const secret = match.groups?.secret ?? match[0];
    if (secret === '' || !accept(secret)) return [];
    const start = match.index + match[0].lastIndexOf(secret);
    return [{ start, end: start + secret.length, kind }];
  });
}
