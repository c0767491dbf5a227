import { findCodes } from './codes.ts';
import { findKeys } from './keys.ts';
import { findNumbers } from './numbers.ts';
import { findPasswords, passwordAlone } from './passwords.ts';
import type { RedactionKind, Secret } from './secret.ts';

export interface Redacted {
  readonly text: string;
  /** What was masked, each kind once, in order of appearance. */
  readonly kinds: readonly RedactionKind[];
}

/** The secrets in a text, in order, none overlapping (R30). Time grows with the text, whatever it holds. */
export function findSecrets(text: string): readonly Secret[] {
  if (text.length < 4) return [];
  const found = [...findKeys(text), ...findNumbers(text), ...findCodes(text), ...findPasswords(text)];
  if (found.length === 0) {
    const alone = passwordAlone(text);
    return alone === undefined ? [] : [alone];
  }
  // What is found first in this list is the surest; a password that holds a card number is still masked whole.
  const order = new Map(found.map((secret, rank) => [secret, rank]));
  found.sort((one, other) => one.start - other.start || other.end - one.end || order.get(one)! - order.get(other)!);
  const kept: Secret[] = [];
  for (const secret of found) {
    const last = kept.at(-1);
    if (last === undefined || secret.start >= last.end) kept.push(secret);
    else if (secret.end > last.end) kept[kept.length - 1] = { ...last, end: secret.end };
  }
  return kept;
}

/** The text with every secret replaced by its kind in brackets: [password], [code], [card]… */
export function redact(text: string): Redacted {
  const secrets = findSecrets(text);
  if (secrets.length === 0) return { text, kinds: [] };
  let redacted = '';
  let at = 0;
  for (const { start, end, kind } of secrets) {
    redacted += `${text.slice(at, start)}[${kind}]`;
    at = end;
  }
  return { text: redacted + text.slice(at), kinds: [...new Set(secrets.map((secret) => secret.kind))] };
}
