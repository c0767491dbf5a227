import { type Secret, secretsOf } from './secret.ts';

// Each pattern is bounded or starts after a word boundary on a fixed prefix, so that a text is read once.
const patterns: readonly (readonly [RegExp, 'key' | 'token' | 'password'])[] = [
  // BitLocker recovery key: 8 groups of 6 digits, each a multiple of 11 when genuine; masked when mistyped too.
  [/(?<!\d)\d{6}(?:[-– ]{1,3}\d{6}){7}(?!\d)/g, 'key'],
  [/(?<!\d)\d{48}(?!\d)/g, 'key'],
  // Windows and Office product keys.
  [/(?<![A-Z0-9-])[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}(?![A-Z0-9-])/g, 'key'],
  [/(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])/g, 'key'],
  [/(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{20,255}/g, 'token'],
  [/(?<![A-Za-z0-9])github_pat_\w{20,255}/g, 'token'],
  [/(?<![A-Za-z0-9])glpat-[\w-]{16,64}/g, 'token'],
  [/(?<![A-Za-z0-9])npm_[A-Za-z0-9]{30,60}/g, 'token'],
  [/(?<![A-Za-z0-9])xox[abeprs]-[\w-]{10,200}/g, 'token'],
  [/(?<![A-Za-z0-9])AIza[\w-]{30,60}/g, 'key'],
  [/(?<![A-Za-z0-9])(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{16,100}/g, 'key'],
  [/(?<![A-Za-z0-9])sk-(?:proj-|ant-)?[\w-]{20,200}/g, 'key'],
  [/(?<![A-Za-z0-9])SG\.[\w-]{16,40}\.[\w-]{16,60}/g, 'key'],
  // Entra client secrets: 40 characters with "8Q~" in fourth place.
  [/(?<![\w~.-])[\w~.-]{3}[78]Q~[\w~.-]{31,34}(?![\w~-])/g, 'key'],
  [
    /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|EndpointKey|api[_ -]?key|apikey|client[_ -]?secret|secret[_ -]?(?:access[_ -]?)?key|clé d['’]api|cle d['’]api|clé api|cle api|x-api-key|subscription-key)["']?\s{0,3}(?:=|:|est|is|c['’]est|it['’]s)\s{0,3}["']?(?<secret>[^\s"';,&]{6,300})/giu,
    'key',
  ],
  [/[?&](?:sig|code|token|access_token|key|api_key|client_secret)=(?<secret>[^\s"'&<>]{12,600})/gi, 'token'],
  [/\b(?:Password|Pwd)\s{0,2}=\s{0,2}["']?(?<secret>[^;\s"']{1,128})/gi, 'password'],
  [/\bbearer\s{1,3}(?<secret>(?!token\b|eyJ)[\w.~+/-]{16,4096}={0,2})/gi, 'token'],
  [/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{1,64}:(?<secret>[^\s@/]{1,128})@/gi, 'password'],
];

/** Runs without spaces or quotes, each looked at once. */
const run = /[^\s"'<>(),;|]{40,}/g;
const jsonWebToken = /eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/;
const begin = '-----BEGIN ';

/** API keys, recovery keys, private key blocks, bearer tokens, keys and passwords of connection strings. */
export function findKeys(text: string): Secret[] {
  return [
    ...privateKeys(text),
    ...patterns.flatMap(([pattern, kind]) => secretsOf(text, pattern, kind)),
    ...webTokens(text),
  ];
}

function webTokens(text: string): Secret[] {
  const found: Secret[] = [];
  for (const match of text.matchAll(run)) {
    const at = match[0].indexOf('eyJ');
    if (at < 0) continue;
    const token = jsonWebToken.exec(match[0].slice(at, at + 8192));
    if (token === null || token.index !== 0) continue;
    found.push({ start: match.index + at, end: match.index + at + token[0].length, kind: 'token' });
  }
  return found;
}

/** From BEGIN to END, or to the end of the text when it was cut. */
function privateKeys(text: string): Secret[] {
  const found: Secret[] = [];
  let from = text.indexOf(begin);
  while (from >= 0) {
    const header = text.slice(from, from + 80);
    if (!/^-----BEGIN [A-Z ]{0,40}PRIVATE KEY/.test(header)) {
      from = text.indexOf(begin, from + begin.length);
      continue;
    }
    const close = text.indexOf('-----END', from);
    const dashes = close < 0 ? -1 : text.indexOf('-----', close + 8);
    const end = dashes < 0 ? text.length : dashes + 5;
    found.push({ start: from, end, kind: 'key' });
    from = text.indexOf(begin, end);
  }
  return found;
}
