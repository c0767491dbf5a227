import { decodeWords, type MessageParts } from './message-parts.ts';

/** What speaks against a message, or for it; `with` holds its own words. */
export interface Signal {
  readonly code:
    | 'authentication-failed'
    | 'authentication-passed'
    | 'authentication-unknown'
    | 'name-is-address'
    | 'reply-elsewhere'
    | 'link-differs'
    | 'link-number'
    | 'link-hidden'
    | 'attachment-risky'
    | 'pressure';
  readonly with: Readonly<Record<string, string>>;
}

/** Files that run something, or hide what they hold. */
const risky =
  /\.(?:exe|scr|com|bat|cmd|ps1|vbs|js|jse|wsf|hta|msi|lnk|iso|img|jar|docm|xlsm|pptm|one|html?|svg|zip|rar|7z)$/i;
const pressing =
  /\b(?:urgent|urgence|immédiatement|sous 24 ?h|dernier rappel|compte (?:sera )?(?:suspendu|bloqué|désactivé)|immediately|within 24 ?hours|final notice|account (?:will be )?(?:suspended|closed|disabled)|verify your account|vérifiez votre compte)\b/i;
const mostLinks = 400;

/** Reads the sender, the authentication results, links as they are shown and as they lead, and what is attached. */
export function findSignals({ headers, texts, attachments }: MessageParts): readonly Signal[] {
  const from = addressOf(headers.get('from'));
  return [
    ...authentication(headers.get('authentication-results')),
    ...sender(from, addressOf(headers.get('reply-to'))),
    ...links(texts.filter(({ html }) => html).map(({ text }) => text)),
    ...attachments.filter((name) => risky.test(name)).map((name): Signal => signal('attachment-risky', { name })),
    ...(pressing.test([headers.get('subject') ?? '', ...texts.map(({ text }) => text)].join('\n').slice(0, 50_000))
      ? [signal('pressure', {})]
      : []),
  ];
}

const signal = (code: Signal['code'], values: Signal['with']): Signal => ({ code, with: values });

interface Address {
  readonly name: string;
  readonly address: string;
  readonly domain: string;
}

function addressOf(header: string | undefined): Address | undefined {
  if (header === undefined) return undefined;
  const decoded = decodeWords(header);
  const address = /<([^<>\s]+@[^<>\s]+)>/.exec(decoded)?.[1] ?? /[^\s<>"]+@[^\s<>"]+/.exec(decoded)?.[0];
  if (address === undefined) return undefined;
  const name = decoded
    .replace(/<[^>]*>/, '')
    .replaceAll('"', '')
    .trim();
  return { name, address, domain: address.slice(address.lastIndexOf('@') + 1).toLowerCase() };
}

/** What our own mail service found (RFC 8601); a sender can write none of it: it is the topmost header. */
function authentication(results: string | undefined): Signal[] {
  if (results === undefined) return [signal('authentication-unknown', {})];
  const result = (method: string) => new RegExp(`\\b${method}=(\\w+)`, 'i').exec(results)?.[1]?.toLowerCase();
  const failed = ['spf', 'dkim', 'dmarc'].filter((method) =>
    /^(?:fail|softfail|permerror)$/.test(result(method) ?? ''),
  );
  if (failed.length > 0) return [signal('authentication-failed', { methods: failed.join(', ').toUpperCase() })];
  if (result('dmarc') === 'pass' || result('dkim') === 'pass') return [signal('authentication-passed', {})];
  return [signal('authentication-unknown', {})];
}

function sender(from: Address | undefined, reply: Address | undefined): Signal[] {
  const found: Signal[] = [];
  const shown = /[^\s<>"]+@([^\s<>"]+)/.exec(from?.name ?? '');
  if (from && shown && shown[1]!.toLowerCase() !== from.domain) {
    found.push(signal('name-is-address', { shown: shown[0], address: from.address }));
  }
  if (from && reply && site(reply.domain) !== site(from.domain)) {
    found.push(signal('reply-elsewhere', { address: reply.address }));
  }
  return found;
}

/** Links whose words name one place and that lead to another. */
function links(pages: readonly string[]): Signal[] {
  const found = new Map<string, Signal>();
  const add = (one: Signal) => found.set(JSON.stringify(one), one);
  for (const page of pages) {
    let count = 0;
    for (const [, quoted, bare, words] of page.matchAll(
      /<a\b[^>]*?\bhref\s*=\s*(?:["']([^"']*)["']|([^\s>]+))[^>]*>([\s\S]{0,2000}?)<\/a>/gi,
    )) {
      count += 1;
      if (count > mostLinks) break;
      const host = hostOf(quoted ?? bare ?? '');
      if (host === undefined) continue;
      const shown = /(?:https?:\/\/)?((?:[\w-]+\.)+[a-z]{2,})/i
        .exec((words ?? '').replace(/<[^>]*>/g, ''))?.[1]
        ?.toLowerCase();
      if (shown !== undefined && site(shown) !== site(host)) add(signal('link-differs', { shown, host }));
      if (/^[\d.]+$/.test(host)) add(signal('link-number', { host }));
      if (host.split('.').some((label) => label.startsWith('xn--'))) add(signal('link-hidden', { host }));
    }
  }
  return [...found.values()].slice(0, 5);
}

function hostOf(href: string): string | undefined {
  const address = href.replaceAll('&amp;', '&').trim();
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return undefined;
  return new URL(address).hostname.toLowerCase();
}

/** The part of a host that somebody registers, nearly: the last two labels, three under a two-letter second one. */
function site(host: string): string {
  const labels = host.split('.');
  const short = labels.length > 2 && (labels.at(-2)?.length ?? 0) <= 3 && labels.at(-1)?.length === 2;
  return labels.slice(short ? -3 : -2).join('.');
}
