import type { Activity, Attachment, ConversationParameters, ConversationReference } from 'botbuilder';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { createAppToken } from './app-token.ts';
import { type AttachedFile, downloadAttachment } from './attachment.ts';
import { ConnectorForbidden, ConnectorRefused } from './connector-errors.ts';
import { call, type HttpAnswer, type HttpCall, jsonOf, retryAfter } from './http-call.ts';
import { trustedServiceUrl } from './origins.ts';

/** What is needed to reach a conversation; every `ConversationReference` of the SDK fits. */
export type Destination = Partial<ConversationReference>;

/** An entry of a Teams roster. There is no owner among the roles: ownership of a team is asked of Graph. */
export interface Member {
  readonly id: string;
  readonly name: string | undefined;
  readonly aadObjectId: string | undefined;
  readonly email: string | undefined;
  readonly userPrincipalName: string | undefined;
  readonly tenantId: string | undefined;
  /** `user` or `guest`. */
  readonly userRole: string | undefined;
}

/**
 * The only code that posts to Teams. One request a call, never repeated here (R6), with a deadline and the caller's
 * signal (R7). @throws ConnectorRefused, ConnectorUnreachable, ConnectorForbidden
 */
export interface Connector {
  /** A reply where the activity has a `replyToId`. The id is empty where the channel gave none. */
  send(destination: Destination, activity: Partial<Activity>, signal?: AbortSignal): Promise<{ id: string }>;
  update(
    destination: Destination,
    activityId: string,
    activity: Partial<Activity>,
    signal?: AbortSignal,
  ): Promise<{ id: string }>;
  remove(destination: Destination, activityId: string, signal?: AbortSignal): Promise<void>;
  /** A new one-to-one chat or channel thread; `activityId` is the first message's. */
  createConversation(
    destination: Destination,
    parameters: Partial<ConversationParameters>,
    signal?: AbortSignal,
  ): Promise<{ id: string; activityId: string | undefined; serviceUrl: string | undefined }>;
  /** A member of the conversation by channel id or Entra object id. */
  findMember(destination: Destination, memberId: string, signal?: AbortSignal): Promise<Member | undefined>;
  /** An employee's file, from listed hosts only, its type proved by its first bytes. */
  download(attachment: Attachment, signal?: AbortSignal): Promise<AttachedFile>;
}

export interface ConnectorOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly now?: () => number;
  /** ms a call may take; default 10 s. */
  readonly deadline?: number;
  /** Told of every answer, for the metrics: a status, or `unreachable`. */
  readonly observe?: (outcome: string) => void;
}

const answerLimit = 256 * 1024;

const resource = z.object({ id: z.string().catch('') }).catch({ id: '' });
const conversation = z.object({
  id: z.string().min(1),
  activityId: z.string().optional().catch(undefined),
  serviceUrl: z.string().optional().catch(undefined),
});
const optionalText = z.string().optional().catch(undefined);
const member = z.object({
  id: z.string(),
  name: optionalText,
  aadObjectId: optionalText,
  objectId: optionalText,
  email: optionalText,
  userPrincipalName: optionalText,
  tenantId: optionalText,
  userRole: optionalText,
});
const refusal = z.object({ error: z.object({ code: z.string().regex(/^[\w.-]{1,80}$/) }) });

export function createConnector(options: ConnectorOptions): Connector {
  const { config, logger, now = Date.now, deadline = 10_000, observe } = options;
  const token = createAppToken(config, now);

  const request = async (
    destination: Destination,
    method: HttpCall['method'],
    path: string,
    content: unknown,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> => {
    const started = now();
    try {
      const url = endpoint(destination, path);
      const bearer = await token.get(signal);
      const answer = await call({
        url,
        method,
        headers: {
          accept: 'application/json',
          ...(content === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        },
        ...(content === undefined ? {} : { body: JSON.stringify(content) }),
        signal,
        deadline: Math.max(1, deadline - (now() - started)),
        limit: answerLimit,
      });
      observe?.(String(answer.status));
      if (answer.status >= 200 && answer.status < 300) return answer;
      if (answer.status === 401) token.forget();
      throw new ConnectorRefused(answer.status, refusalCode(answer), retryAfter(answer, now()));
    } catch (error) {
      if (!(error instanceof ConnectorRefused)) observe?.('unreachable');
      logger.debug({ error, method }, 'The channel did not accept a call');
      throw error;
    }
  };

  /** Checked before every call: a stored reference may be older than the list (R24). */
  const endpoint = (destination: Destination, path: string): URL => {
    const base = trustedServiceUrl(destination.serviceUrl, config);
    if (!base) throw new ConnectorForbidden('address', 'The service URL is not on the list of this cloud.');
    return new URL(`${base.pathname.replace(/\/+$/, '')}/v3/${path}`, base);
  };

  return {
    async send(destination, activity, signal) {
      const path = activity.replyToId ? `activities/${encodeURIComponent(activity.replyToId)}` : 'activities';
      const content = addressed(destination, activity);
      const answer = await request(destination, 'POST', `${thread(destination)}/${path}`, content, signal);
      return resource.parse(jsonOf(answer));
    },
    async update(destination, activityId, activity, signal) {
      const content = { ...addressed(destination, activity), id: activityId };
      const path = `${thread(destination)}/activities/${encodeURIComponent(activityId)}`;
      const answer = await request(destination, 'PUT', path, content, signal);
      return { id: resource.parse(jsonOf(answer)).id || activityId };
    },
    async remove(destination, activityId, signal) {
      const path = `${thread(destination)}/activities/${encodeURIComponent(activityId)}`;
      await request(destination, 'DELETE', path, undefined, signal);
    },
    async createConversation(destination, parameters, signal) {
      const answer = await request(destination, 'POST', 'conversations', parameters, signal);
      const created = conversation.safeParse(jsonOf(answer));
      // It was created, but nobody can say under which id: unknown, not to be repeated (R6).
      if (!created.success) throw new ConnectorRefused(502, 'answer_without_id', undefined);
      return { id: created.data.id, activityId: created.data.activityId, serviceUrl: created.data.serviceUrl };
    },
    async findMember(destination, memberId, signal) {
      const path = `${thread(destination)}/members/${encodeURIComponent(memberId)}`;
      try {
        const found = member.safeParse(jsonOf(await request(destination, 'GET', path, undefined, signal)));
        if (!found.success) return undefined;
        const { objectId, aadObjectId = objectId, id, name, email, userPrincipalName, tenantId, userRole } = found.data;
        return { id, name, aadObjectId, email, userPrincipalName, tenantId, userRole };
      } catch (error) {
        if (error instanceof ConnectorRefused && error.status === 404) return undefined;
        throw error;
      }
    },
    download: (attachment, signal) => downloadAttachment(attachment, { config, token, signal }),
  };
}

function thread(destination: Destination): string {
  const id = destination.conversation?.id;
  if (!id) throw new ConnectorForbidden('address', 'The reference names no conversation.');
  return `conversations/${encodeURIComponent(id)}`;
}

/** The activity with the sender, recipient and conversation of the reference, unless it brings its own. */
function addressed(destination: Destination, activity: Partial<Activity>): Partial<Activity> {
  const { channelId, serviceUrl, conversation, bot, user } = destination;
  return {
    ...(channelId === undefined ? {} : { channelId }),
    ...(serviceUrl === undefined ? {} : { serviceUrl }),
    ...(conversation === undefined ? {} : { conversation }),
    ...(bot === undefined ? {} : { from: bot }),
    ...(user === undefined ? {} : { recipient: user }),
    ...activity,
  };
}

function refusalCode(answer: HttpAnswer): string | undefined {
  const parsed = refusal.safeParse(jsonOf(answer));
  return parsed.success ? parsed.data.error.code : undefined;
}
