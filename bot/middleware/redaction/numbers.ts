import { type Secret, secretsOf } from './secret.ts';

const iban = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])/g;
const cardLike = /(?<![\d.,-])\d(?:[ -]?\d){12,22}(?!\d)/g;
const nir =
  /(?<!\d)[12378][ .-]?\d{2}[ .-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?:\d{2}|2[ABab])[ .-]?\d{3}[ .-]?\d{3}[ .-]{0,3}\d{2}(?!\d)/g;
const nationalInsurance =
  /(?<![A-Za-z0-9])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Za-z0-9])/gi;

/** IBAN (ISO 13616 check), French NIR with its key, UK National Insurance numbers, payment cards (Luhn). */
export function findNumbers(text: string): Secret[] {
  return [
    ...[...text.matchAll(iban)].flatMap((match) => longestValid(match, 'iban', isIban, [15, 34])),
    ...secretsOf(text, nir, 'national-id', isNir),
    ...secretsOf(text, nationalInsurance, 'national-id'),
    ...[...text.matchAll(cardLike)].flatMap((match) => longestValid(match, 'card', isCard, [13, 19])),
  ];
}

/** What follows a number may look like more of it: the longest beginning that passes its check is the number. */
function longestValid(
  match: RegExpExecArray,
  kind: Secret['kind'],
  valid: (compact: string) => boolean,
  [least, most]: readonly [number, number],
): Secret[] {
  for (let length = match[0].length; length >= least; length -= 1) {
    const following = match[0][length];
    const part = match[0].slice(0, length);
    if (/[ -]$/.test(part) || (following !== undefined && !/[ -]/.test(following))) continue;
    const compact = part.replace(/[ -]/g, '');
    if (compact.length < least || compact.length > most) continue;
    if (valid(compact)) return [{ start: match.index, end: match.index + length, kind }];
  }
  return [];
}

function isIban(compact: string): boolean {
  const moved = compact.slice(4) + compact.slice(0, 4);
  let rest = 0;
  for (const sign of moved.toUpperCase()) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

function isCard(compact: string): boolean {
  if (!/^[2-6]/.test(compact) || /^(\d)\1+$/.test(compact)) return false;
  let sum = 0;
  for (let at = 0; at < compact.length; at += 1) {
    const digit = Number(compact[compact.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The key is 97 less the number modulo 97; Corsica's 2A and 2B count as 19 and 18. */
function isNir(said: string): boolean {
  const compact = said.replace(/[ .-]/g, '').toUpperCase().replace('2A', '19').replace('2B', '18');
  if (!/^\d{15}$/.test(compact)) return false;
  return 97n - (BigInt(compact.slice(0, 13)) % 97n) === BigInt(compact.slice(13));
}
