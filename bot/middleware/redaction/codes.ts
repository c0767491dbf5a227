import type { Secret } from './secret.ts';

const named = String.raw`(?:codes?(?: (?:de (?:v[ée]rification|s[ée]curit[ée]|connexion|validation|confirmation|d[ée]verrouillage)|d['’]acc[èe]s|d['’]authentification|temporaire|unique|secret|pin|sms|mfa|2fa|re[çc]u(?: par sms)?|[àa] (?:usage unique|\d chiffres)|authenticator))?|(?:verification|security|one[- ]time|login|sign-in|authentication|access|confirmation|sms|auth|mfa|2fa|authenticator|unlock|pin) codes?|otp|pin|cvv2?|cvc|cryptogramme|tap|temporary access pass|pass(?:e)? (?:d['’]acc[èe]s )?temporaire|access pass|puk)`;
const link = String.raw`(?:\s{0,2}[:=]\s{0,2}|\s{1,2}(?:c['’ ]?(?:est|[ée]tait)|est(?: le)?|is|was|it['’]?s|its|re[çc]u|received|i got|que j['’]ai re[çc]u|suivant|number|n°|le|de)\s{0,2}:?\s{0,2}|\s{1,2})`;
const digits = String.raw`\d{3}[ -]\d{3}|\d{3,8}`;
const after = new RegExp(
  String.raw`(?<![\p{L}\d])(?<name>${named})(?<link>${link})["'«]?\s?(?<value>(?:G-)?(?:${digits})(?![\p{L}\d]))`,
  'giu',
);
const before = new RegExp(
  String.raw`(?<![\p{L}\d.,:/-])(?<value>${digits})\s{1,2}(?:(?:c['’ ]?est|est|is|was)\s{1,2}(?:le|mon|the|my)|comme|as(?: a| the)?)\s{1,2}(?<name>${named})(?![\p{L}\d])`,
  'giu',
);
/** Temporary Access Passes are 8 characters or more, of letters, digits and signs. */
const pass =
  /(?<![\p{L}\d])(?:tap|temporary access pass|access pass|passe? (?:d['’]acc[èe]s )?temporaire)(?:\s{0,2}[:=]\s{0,2}|\s{1,2}(?:c['’ ]?est|est|is|it['’]?s|was)\s{0,2}:?\s{0,2}|\s{1,2})["'«]?(?<value>(?=[^\s]{0,40}[\d!@#$%^&*+=])[A-Za-z0-9!@#$%^&*+=?-]{8,48})/giu;

const errorBefore =
  /(?:erreurs?|error|stop|http|status|sortie|exit|raccourci|bug|postal|zip|produit|article|barre|bar|ape|naf|source|qr|dress|imputation|analytique|comptable|insee|agence|banque|client)[ -]?(?:n°|de|d['’])?\s{0,2}$/iu;
const errorInside = /^codes?\s+(?:d['’]erreur|erreur|error|stop|postal|produit|source|http)/iu;

/** One-time codes, PINs and Temporary Access Passes; error codes and postcodes are none. */
export function findCodes(text: string): Secret[] {
  return [after, before, pass].flatMap((pattern) => [...text.matchAll(pattern)].flatMap((match) => found(text, match)));
}

function found(text: string, match: RegExpExecArray): Secret[] {
  const value = match.groups?.value ?? '';
  const name = match.groups?.name ?? '';
  const context = text.slice(Math.max(0, match.index - 16), match.index);
  if (value === '' || errorBefore.test(context) || errorInside.test(match[0])) return [];
  const bare = /^codes?$/i.test(name);
  const count = value.replace(/\D/g, '').length;
  // A bare « code 404 » is an error's; a one-time code has at least four digits, and is led to or is six.
  if (bare && (count < 4 || (count !== 6 && !/[:=]|est|is|it/i.test(match.groups?.link ?? '')))) return [];
  if (/^tap$/i.test(name) && count < 6) return [];
  const start = match.index + match[0].lastIndexOf(value);
  return [{ start, end: start + value.length, kind: 'code' }];
}
