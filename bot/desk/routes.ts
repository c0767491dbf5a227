import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { Request, Response, Server } from 'restify';
import { SupportError } from '../../adapters/support-error.ts';
import { type Answer, securityHeaders, statusOfError } from './answers.ts';
import type { DeskAccess, DeskConfig, Identity, Role } from './identity.ts';
import { checkHost, checkOrigin } from './origin.ts';
import { refuse } from './refusal.ts';

export interface DeskRequest {
  readonly identity: Identity;
  readonly headers: IncomingHttpHeaders;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Text of the media type that the route takes, of at most 64 KB or `limit` bytes. */
  body(mediaType: string, limit?: number): Promise<string>;
}

export interface Route {
  readonly method: 'get' | 'post' | 'patch';
  readonly path: string;
  /** Any of them is enough; `anyone` is for what holds no data. */
  readonly roles: readonly Role[] | 'anyone';
  readonly handle: (request: DeskRequest) => Promise<Answer>;
}

/** Words a failure for who asked: JSON for programs, a page for people. The id is in the log too (R26). */
export type WordError = (error: SupportError, status: number, id: string, headers: IncomingHttpHeaders) => Answer;

export interface Routing {
  readonly server: Server;
  readonly config: DeskConfig;
  readonly access: DeskAccess;
  readonly logger: Logger;
  readonly wordError: WordError;
}

const bodyLimit = 64 * 1024;
const nobody: Identity = { roles: [] };

/** Puts a route on the server, behind the checks that every route of the desk has. */
export function addRoute(routing: Routing, route: Route): void {
  routing.server[route.method](route.path, async (request: Request, response: Response) => {
    const answer = await answerTo(routing, route, request);
    response.writeHead(answer.status, { ...securityHeaders, ...answer.headers });
    response.end(answer.body);
  });
}

async function answerTo(routing: Routing, route: Route, request: Request): Promise<Answer> {
  try {
    const { headers } = request;
    checkHost(routing.config, headers);
    if (route.method !== 'get') checkOrigin(routing.config, headers);
    return await route.handle({
      identity: await admit(routing.access, route, headers),
      headers,
      parameters: request.params as Record<string, string>,
      query: Object.fromEntries(new URL(request.url ?? '/', 'http://desk').searchParams),
      body: (mediaType, limit = bodyLimit) => readBody(request, mediaType, limit),
    });
  } catch (error) {
    return answerToError(routing, route, error, request.headers);
  }
}

async function admit(access: DeskAccess, route: Route, headers: IncomingHttpHeaders): Promise<Identity> {
  const admitted = route.roles;
  if (admitted === 'anyone') return nobody;
  const identity = await access.identify(headers);
  if (!identity) throw refuse('unauthenticated');
  if (!identity.roles.some((role) => admitted.includes(role))) throw refuse('forbidden');
  return identity;
}

function answerToError(routing: Routing, route: Route, error: unknown, headers: IncomingHttpHeaders): Answer {
  const id = randomUUID();
  const known = error instanceof SupportError ? error : new SupportError('internal', '', { cause: error });
  const status = statusOfError(known);
  const details = { id, code: known.code, status, route: route.path };
  if (status >= 500) routing.logger.error({ ...details, error }, 'The desk failed to answer');
  else routing.logger.info(details, 'The desk refused');
  return routing.wordError(known, status, id, headers);
}

async function readBody(request: IncomingMessage, mediaType: string, limit: number): Promise<string> {
  const given = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  // A plain form cannot send JSON: another site would have to ask first, and is never answered.
  if (given !== mediaType) throw refuse('unsupported_media_type', `content-type: expected ${mediaType}`);
  const chunks: Buffer[] = [];
  let size = 0;
  // The rest of a body that is too long stays unread: the connection must live for the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw refuse('too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
