/** A message as it travelled (RFC 5322, MIME), read for what tells whether it can be trusted. */
export interface MessageParts {
  /** Lower-case names; the first of each. */
  readonly headers: ReadonlyMap<string, string>;
  /** Every HTML and plain text part, decoded. */
  readonly texts: readonly { readonly html: boolean; readonly text: string }[];
  /** Names of what is attached. */
  readonly attachments: readonly string[];
}

/** Nothing tells more past this many characters, and reading stays quick whatever is sent. */
const longestRead = 2_000_000;
const deepest = 8;

/** Reads what it can and never throws: a malformed message is all the more worth a look. */
export function readMessageParts(source: string): MessageParts {
  const parts = { texts: [] as { html: boolean; text: string }[], attachments: [] as string[] };
  const headers = readPart(source.slice(0, longestRead), parts, 0);
  return { headers, ...parts };
}

function readPart(
  source: string,
  into: { texts: { html: boolean; text: string }[]; attachments: string[] },
  depth: number,
): ReadonlyMap<string, string> {
  const end = /\r?\n\r?\n/.exec(source);
  const headers = readHeaders(end ? source.slice(0, end.index) : source);
  const body = end ? source.slice(end.index + end[0].length) : '';
  const type = headers.get('content-type') ?? 'text/plain';
  const name = parameter(headers.get('content-disposition') ?? '', 'filename') ?? parameter(type, 'name');
  if (name !== undefined) into.attachments.push(decodeWords(name));
  const boundary = parameter(type, 'boundary');
  if (/^multipart\//i.test(type) && boundary !== undefined) {
    if (depth >= deepest) return headers;
    const pieces = body.split(`--${boundary}`).slice(1, -1);
    for (const piece of pieces) readPart(piece.replace(/^\r?\n/, ''), into, depth + 1);
  } else if (/^text\//i.test(type) && name === undefined) {
    const text = decodeBody(body, headers.get('content-transfer-encoding') ?? '', parameter(type, 'charset'));
    into.texts.push({ html: /html/i.test(type), text });
  }
  return headers;
}

function readHeaders(block: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && !headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), value ?? '');
  }
  return headers;
}

/** `boundary` of `multipart/mixed; boundary="x"`. */
function parameter(header: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}\\*?=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(header);
  return found?.[1] ?? found?.[2];
}

function decodeBody(body: string, encoding: string, charset: string | undefined): string {
  if (/base64/i.test(encoding)) return decode(Buffer.from(body, 'base64'), charset);
  if (!/quoted-printable/i.test(encoding)) return body;
  return decode(quotedPrintable(body.replace(/=\r?\n/g, '')), charset);
}

const quotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

function decode(bytes: Buffer, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

/** `=?utf-8?B?…?=` (RFC 2047), as subjects and names are written. */
export function decodeWords(text: string): string {
  return text
    .replace(/(\?=)\s+(=\?)/g, '$1$2')
    .replace(/=\?([^?]+)\?([BQ])\?([^?]*)\?=/gi, (_, charset: string, kind: string, words: string) =>
      kind.toUpperCase() === 'B'
        ? decode(Buffer.from(words, 'base64'), charset)
        : decode(quotedPrintable(words.replaceAll('_', ' ')), charset),
    );
}
