import { z } from 'zod';
import { SupportError } from '../../support-error.ts';
import type { AutomaticReplies, PersonalTenant } from '../actions-port.ts';
import { unreadable } from './errors.ts';
import { fromHtml, toHtml } from './html.ts';
import { segment } from './path.ts';
import { notYours, type Personal } from './personal.ts';
import { text } from './schemas.ts';

const folderSchema = z.object({
  displayName: text,
  totalItemCount: z.int().nullish(),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: text })).nullish(),
});
const quotaSchema = z.object({
  quota: z.object({ used: z.number().nullish(), total: z.number().nullish(), deleted: z.number().nullish() }),
});
const timeSchema = z.object({ dateTime: z.string(), timeZone: text }).nullish();
const repliesSchema = z.object({
  status: z.enum(['disabled', 'alwaysEnabled', 'scheduled']),
  internalReplyMessage: text,
  externalReplyMessage: text,
  scheduledStartDateTime: timeSchema,
  scheduledEndDateTime: timeSchema,
});
const settingsSchema = z.object({ automaticRepliesSetting: repliesSchema });
const permissionSchema = z.object({ id: z.string(), role: text, emailAddress: z.object({ name: text }).nullish() });
const messageSchema = z.object({
  id: z.string().min(1),
  subject: text,
  receivedDateTime: z.iso.datetime({ offset: true }),
  from: z.object({ emailAddress: z.object({ name: text, address: text }) }).nullish(),
});
const addressSchema = z.object({ mail: text, userPrincipalName: z.string() });
const assessmentSchema = z.object({ id: z.string().min(1) });

/** MAPI's PidTagMessageSizeExtended: Graph gives no size of a folder by a name of its own. */
const folderSize = 'Long 0x0E08';
const statuses = { disabled: 'off', alwaysEnabled: 'on', scheduled: 'scheduled' } as const;
const written = { off: 'disabled', on: 'alwaysEnabled', scheduled: 'scheduled' } as const;

type Mail = Pick<
  PersonalTenant,
  | 'readMailbox'
  | 'readDrive'
  | 'readAutomaticReplies'
  | 'setAutomaticReplies'
  | 'readDelegates'
  | 'listMessages'
  | 'readMessage'
  | 'submitMessage'
  | 'notify'
>;

/** @param noticesFrom address of the mailbox that notices are sent from; without one there are none */
export function mailOf(personal: Personal, noticesFrom: string | undefined): Mail {
  const { personId, user, elsewhere } = personal;
  return {
    async readMailbox(signal) {
      const folders = await personal.me().list('/mailFolders', folderSchema, signal, {
        more: { $expand: `singleValueExtendedProperties($filter=id eq '${folderSize}')` },
      });
      const sized = folders.map(({ displayName, totalItemCount, singleValueExtendedProperties }) => ({
        name: displayName ?? '',
        items: totalItemCount ?? 0,
        bytes: Number(singleValueExtendedProperties?.[0]?.value ?? 0),
      }));
      return {
        folders: sized.toSorted((a, b) => b.bytes - a.bytes),
        bytes: sized.reduce((sum, { bytes }) => sum + bytes, 0),
      };
    },
    async readDrive(signal) {
      const { quota } = await personal.me().get('/drive', quotaSchema, signal);
      return { used: quota.used ?? 0, total: quota.total ?? 0, deleted: quota.deleted ?? 0 };
    },
    async readAutomaticReplies(signal) {
      const { automaticRepliesSetting } = await user.get('/mailboxSettings', settingsSchema, signal);
      return toReplies(automaticRepliesSetting);
    },
    setAutomaticReplies: (replies, signal) =>
      user.patch('/mailboxSettings', { automaticRepliesSetting: toSetting(replies) }, signal),
    async readDelegates(signal) {
      const permissions = await personal.me().list('/calendar/calendarPermissions', permissionSchema, signal);
      return permissions
        .filter(({ role }) => role !== 'none')
        .map(({ role, emailAddress }) => ({ name: emailAddress?.name ?? '', right: role ?? 'custom' }));
    },
    async listMessages(limit, signal) {
      const messages = await personal.me().list('/messages', messageSchema, signal, {
        top: limit,
        more: { $orderby: 'receivedDateTime desc' },
      });
      return messages.map(({ id, subject, receivedDateTime, from }) => ({
        id,
        subject: subject ?? '',
        sender: [from?.emailAddress.name, from?.emailAddress.address && `<${from.emailAddress.address}>`]
          .filter(Boolean)
          .join(' '),
        at: Date.parse(receivedDateTime),
      }));
    },
    readMessage: (id, signal) => personal.me().text(`/messages/${segment(id)}/$value`, signal),
    async submitMessage(id, signal) {
      const message = await personal.me().find(`/messages/${segment(id)}`, assessmentSchema, signal);
      if (!message) throw notYours('message');
      const { mail, userPrincipalName } = await user.get('', addressSchema, signal);
      const answer = await personal.asPerson().post(
        '/informationProtection/threatAssessmentRequests',
        {
          '@odata.type': '#microsoft.graph.mailAssessmentRequest',
          recipientEmail: mail ?? userPrincipalName,
          expectedAssessment: 'block',
          category: 'phishing',
          messageUri: `https://graph.microsoft.com/v1.0/users/${segment(personId)}/messages/${segment(message.id)}`,
        },
        signal,
      );
      const created = assessmentSchema.safeParse(answer);
      if (!created.success) throw unreadable('id');
      return created.data.id;
    },
    async notify({ subject, text: content }, signal) {
      if (!noticesFrom) {
        throw new SupportError('permission_missing', 'no mailbox is named that notices are sent from');
      }
      const { mail, userPrincipalName } = await user.get('', addressSchema, signal);
      await elsewhere.post(
        `/users/${segment(noticesFrom)}/sendMail`,
        {
          message: {
            subject,
            body: { contentType: 'Text', content },
            toRecipients: [{ emailAddress: { address: mail ?? userPrincipalName } }],
          },
          saveToSentItems: false,
        },
        signal,
      );
    },
  };
}

function toReplies(setting: z.infer<typeof repliesSchema>): AutomaticReplies {
  const status = statuses[setting.status];
  const times = status === 'scheduled';
  const from = times ? timeIn(setting.scheduledStartDateTime) : undefined;
  const until = times ? timeIn(setting.scheduledEndDateTime) : undefined;
  return {
    status,
    internal: fromHtml(setting.internalReplyMessage ?? ''),
    external: fromHtml(setting.externalReplyMessage ?? ''),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
  };
}

/** Graph answers in UTC unless it is asked otherwise; it writes no Z. */
function timeIn(time: z.infer<typeof timeSchema>): number | undefined {
  const at = Date.parse(`${time?.dateTime.slice(0, 23)}Z`);
  return Number.isNaN(at) ? undefined : at;
}

function toSetting({ status, internal, external, from, until }: AutomaticReplies): object {
  const time = (at: number) => ({ dateTime: new Date(at).toISOString().slice(0, 19), timeZone: 'UTC' });
  return {
    status: written[status],
    internalReplyMessage: toHtml(internal),
    externalReplyMessage: toHtml(external),
    ...(from !== undefined && { scheduledStartDateTime: time(from) }),
    ...(until !== undefined && { scheduledEndDateTime: time(until) }),
  };
}
