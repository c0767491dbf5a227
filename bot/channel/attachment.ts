import type { Attachment } from 'botbuilder';
import type { Config } from '../config.ts';
import type { AppToken } from './app-token.ts';
import { ConnectorForbidden, ConnectorRefused, ConnectorUnreachable } from './connector-errors.ts';
import { fileType } from './file-type.ts';
import { call, retryAfter } from './http-call.ts';
import { isListed, isLoopback, parseUrl, trustedServiceUrl } from './origins.ts';

export interface AttachedFile {
  readonly name: string;
  /** What the bytes are, whatever the sender called them. */
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Larger files are left to SharePoint: a ticket then carries their name only. */
export const fileSizeLimit = 20 * 1024 * 1024;
const deadline = 30_000;
const redirectLimit = 3;

const fileCard = 'application/vnd.microsoft.teams.file.download.info';

/** True for files and pictures; false for cards and for the HTML copy that Teams adds to every message. */
export function isFile(attachment: Attachment): boolean {
  return addressOf(attachment) !== undefined;
}

/** @throws ConnectorForbidden (address, size or type), ConnectorRefused, ConnectorUnreachable */
export async function downloadAttachment(
  attachment: Attachment,
  options: { config: Config; token: AppToken; signal: AbortSignal | undefined },
): Promise<AttachedFile> {
  const address = addressOf(attachment);
  if (address === undefined) throw new ConnectorForbidden('type', 'The attachment is not a file.');
  const bytes = address.startsWith('data:') ? decode(address) : await fetchFile(address, options);
  const type = fileType(bytes, attachment.name ?? '');
  if (!type) throw new ConnectorForbidden('type', 'The file is of a kind that is not accepted.');
  return { name: safeName(attachment.name, type.extension), contentType: type.contentType, bytes };
}

/** Every hop is held against the list; the token only ever goes to the channel's own hosts (R24). */
async function fetchFile(
  address: string,
  { config, token, signal }: { config: Config; token: AppToken; signal: AbortSignal | undefined },
): Promise<Buffer> {
  const end = Date.now() + deadline;
  let next = address;
  for (let hop = 0; hop <= redirectLimit; hop += 1) {
    const url = listed(next, config);
    if (!url) throw new ConnectorForbidden('address', 'The file is not at a listed address.');
    const bearer = trustedServiceUrl(next, config) ? await token.get(signal) : undefined;
    const left = end - Date.now();
    if (left <= 0) throw new ConnectorUnreachable('deadline', false);
    const headers: Record<string, string> = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    const answer = await call({ url, method: 'GET', headers, signal, deadline: left, limit: fileSizeLimit });
    if (answer.status === 200) return answer.body;
    const location = answer.headers.location;
    if (answer.status < 300 || answer.status > 399 || !location || !URL.canParse(location, url.href)) {
      throw new ConnectorRefused(answer.status, 'file_refused', retryAfter(answer, Date.now()));
    }
    next = new URL(location, url).href;
  }
  throw new ConnectorForbidden('address', 'The file is behind too many redirects.');
}

function listed(address: string, config: Config): URL | undefined {
  const url = parseUrl(address);
  if (!url) return undefined;
  if (config.local) return isLoopback(url.hostname) && /^https?:$/.test(url.protocol) ? url : undefined;
  return isListed(url, [...config.cloud.serviceOrigins, ...config.cloud.fileOrigins]) ? url : undefined;
}

function addressOf(attachment: Attachment): string | undefined {
  if (attachment.contentType === fileCard) {
    const { downloadUrl } = (attachment.content ?? {}) as { downloadUrl?: unknown };
    return typeof downloadUrl === 'string' ? downloadUrl : undefined;
  }
  return typeof attachment.contentUrl === 'string' ? attachment.contentUrl : undefined;
}

function decode(address: string): Buffer {
  const [, content] = /^data:[^,]*;base64,([A-Za-z0-9+/=]*)$/.exec(address) ?? [];
  if (content === undefined) throw new ConnectorForbidden('address', 'The file is not at a listed address.');
  if (content.length > fileSizeLimit * 1.34) throw new ConnectorForbidden('size', 'The file is too large.');
  return Buffer.from(content, 'base64');
}

/** No path, no control or direction character, and the extension that the bytes deserve. */
function safeName(name: string | undefined, extension: string): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
    .trim()
    .slice(0, 120);
  if (!clean || clean.startsWith('.')) return `file.${extension}`;
  const known =
    clean.toLowerCase().endsWith(`.${extension}`) || (extension === 'txt' && /\.(log|csv|eml)$/i.test(clean));
  return known || (extension === 'jpg' && /\.jpeg$/i.test(clean)) ? clean : `${clean}.${extension}`;
}
