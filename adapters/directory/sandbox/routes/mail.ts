import { randomUUID } from 'node:crypto';
import type { Entity } from '../entity.ts';
import { iso } from '../entity.ts';
import { BadQuery } from '../odata-values.ts';
import { type Call, existing, fieldsOf, Refused, type Routes } from '../route.ts';
import type { Mailbox } from '../tenant.ts';
import { userOf } from './users.ts';

const mailboxOf = (call: Call): Mailbox => existing(call.tenant.mailboxes.get(String(userOf(call).id)));

const messageOf = (call: Call): Entity => existing(mailboxOf(call).messages.find(({ id }) => id === call.ids[1]));

/** MAPI's PidTagMessageSizeExtended, which Graph gives as an extended property of a folder. */
const sizeProperty = /^singleValueExtendedProperties\(\$filter=id eq '(Long 0x0?E08)'\)$/i;

/** `Mail.ReadBasic` reads everything of a message but what is in it. */
function basic({ caller }: Call, message: Entity): Entity {
  if (caller.permissions.has('Mail.Read') || caller.permissions.has('Mail.ReadWrite')) return message;
  const { body: _body, bodyPreview: _preview, ...rest } = message;
  return rest;
}

export const mailRoutes: Routes = {
  'GET /users/{user-id}/mailboxSettings': (call) => ({ result: mailboxOf(call).settings }),
  'PATCH /users/{user-id}/mailboxSettings': (call) => {
    fieldsOf(call.body, [
      'automaticRepliesSetting',
      'timeZone',
      'language',
      'dateFormat',
      'timeFormat',
      'workingHours',
    ]);
    const { settings } = mailboxOf(call);
    const { automaticRepliesSetting, ...rest } = call.body;
    const replies = automaticRepliesSetting as Entity | undefined;
    if (replies && !['disabled', 'alwaysEnabled', 'scheduled'].includes(String(replies.status))) throw new Refused(400);
    Object.assign(settings, rest);
    if (replies) Object.assign(settings.automaticRepliesSetting as Entity, replies);
    return { result: settings };
  },
  'GET /users/{user-id}/mailFolders': (call) => {
    const expand = call.query.get('$expand');
    const sized = expand === null ? undefined : sizeProperty.exec(expand)?.[1];
    if (expand !== null && sized === undefined) throw new BadQuery(expand);
    return {
      collection: mailboxOf(call).folders.map((folder) => ({
        ...folder,
        ...(sized !== undefined && { singleValueExtendedProperties: [{ id: sized, value: String(folder.$bytes) }] }),
      })),
    };
  },
  'GET /users/{user-id}/calendar/calendarPermissions': (call) => ({ collection: mailboxOf(call).calendarPermissions }),
  'GET /users/{user-id}/messages': (call) => ({
    collection: mailboxOf(call).messages.map((message) => basic(call, message)),
  }),
  'GET /users/{user-id}/messages/{message-id}': (call) => ({ entity: basic(call, messageOf(call)) }),
  'GET /users/{user-id}/messages/{message-id}/$value': (call) => ({
    text: String(messageOf(call).$mime),
    type: 'message/rfc822',
  }),
  'POST /users/{user-id}/sendMail': (call) => {
    const { tenant, body } = call;
    const user = userOf(call);
    fieldsOf(body, ['message', 'saveToSentItems'], ['message']);
    const message = body.message as Entity;
    const recipients = (message.toRecipients ?? []) as { emailAddress: { address: string } }[];
    if (recipients.length === 0) throw new Refused(400, 'ErrorInvalidRecipients');
    tenant.sent.push({ from: String(user.mail), message });
    return { status: 202 };
  },
  'GET /users/{user-id}/drive': (call) => ({ entity: existing(call.tenant.drives.get(String(userOf(call).id))) }),
  'GET /informationProtection/threatAssessmentRequests': ({ tenant, caller }) => ({
    collection: [...tenant.assessments.values()].filter(
      ({ $by }) => caller.kind === 'application' || $by === caller.id,
    ),
  }),
  'GET /informationProtection/threatAssessmentRequests/{threatAssessmentRequest-id}': ({ tenant, ids }) => ({
    entity: existing(tenant.assessments.get(ids[0]!)),
  }),
  'POST /informationProtection/threatAssessmentRequests': ({ tenant, body, caller, now }) => {
    fieldsOf(body, ['recipientEmail', 'expectedAssessment', 'category', 'messageUri'], ['category', 'messageUri']);
    if (caller.kind !== 'person') throw new Refused(403);
    const [, owner, messageId] = /\/users\/([^/]+)\/messages\/([^/]+)$/.exec(String(body.messageUri)) ?? [];
    const held = tenant.mailboxes.get(caller.id)?.messages.some(({ id }) => id === messageId);
    if (owner?.toLowerCase() !== caller.id || !held) throw new Refused(400);
    const id = randomUUID();
    const assessment: Entity = {
      '@odata.type': '#microsoft.graph.mailAssessmentRequest',
      id,
      createdDateTime: iso(now),
      contentType: 'mail',
      expectedAssessment: body.expectedAssessment ?? 'block',
      category: body.category,
      status: 'pending',
      requestSource: 'user',
      recipientEmail: body.recipientEmail,
      destinationRoutingReason: 'none',
      messageUri: body.messageUri,
      $by: caller.id,
    };
    tenant.assessments.set(id, assessment);
    return { entity: assessment, status: 201 };
  },
};
