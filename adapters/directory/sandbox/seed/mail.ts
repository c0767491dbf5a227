import { type Entity, idOf, iso, numberOf } from '../entity.ts';
import type { Mailbox, Tenant } from '../tenant.ts';
import { objectId, type TenantFile } from '../tenant-file.ts';
import type { Newcomer } from './newcomer.ts';

const hour = 3_600_000;

const folderNames = {
  fr: ['Boîte de réception', 'Éléments envoyés', 'Éléments supprimés', 'Archive', 'Brouillons'],
  en: ['Inbox', 'Sent Items', 'Deleted Items', 'Archive', 'Drafts'],
};

const ordinary = {
  fr: [
    ['Claire Fontaine', 'claire.fontaine', 'Congés de fin d’année', 'Merci de poser vos congés avant vendredi.'],
    ['Service informatique', 'support', 'Coupure du réseau jeudi soir', 'Le réseau est coupé jeudi de 19 h à 20 h.'],
  ],
  en: [
    ['Helen Marsh', 'helen.marsh', 'Lab meeting on Monday', 'We start at ten in the seminar room.'],
    ['Hannah Price', 'hannah.price', 'Holiday requests', 'Please send yours before Friday.'],
  ],
} as const;

/** A mailbox: settings, folders with their sizes, messages, who may see the calendar. */
export function seedMail(tenant: Tenant, file: TenantFile, person: Newcomer, now: number): void {
  tenant.mailboxes.set(person.id, () => mailboxOf(tenant, file, person, now));
}

function mailboxOf(tenant: Tenant, file: TenantFile, person: Newcomer, now: number): Mailbox {
  const language = person.language ?? 'fr';
  const messages = ordinary[language].map(([name, user, subject, text], at) =>
    toMessage(person, now - (20 + at * 26) * hour, {
      from: [name, `${user}@${file.domain}`],
      subject,
      text,
      html: `<p>${text}</p>`,
      authentication: 'spf=pass; dkim=pass; dmarc=pass action=none',
    }),
  );
  for (const message of file.messages)
    if (objectId(message.number) === person.id)
      messages.unshift(toMessage(person, now - message.hoursAgo * hour, message));
  const manager = person.manager && tenant.users.get(person.manager);
  return {
    settings: settingsOf(language),
    folders: folderNames[language].map((displayName, at) => folder(person, displayName, at)),
    messages,
    calendarPermissions: [
      permission('My Organization', null, 'freeBusyRead', false),
      ...(manager ? [permission(String(manager.displayName), String(manager.mail), 'read', true)] : []),
    ],
  };
}

const settingsOf = (language: 'fr' | 'en'): Entity => ({
  timeZone: 'Romance Standard Time',
  dateFormat: 'dd/MM/yyyy',
  timeFormat: 'HH:mm',
  delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
  language:
    language === 'fr'
      ? { locale: 'fr-FR', displayName: 'français (France)' }
      : { locale: 'en-GB', displayName: 'English (United Kingdom)' },
  workingHours: {
    daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    startTime: '08:00:00.0000000',
    endTime: '17:00:00.0000000',
    timeZone: { name: 'Romance Standard Time' },
  },
  automaticRepliesSetting: {
    status: 'disabled',
    externalAudience: 'all',
    internalReplyMessage: '',
    externalReplyMessage: '',
    scheduledStartDateTime: { dateTime: '2026-01-01T08:00:00.0000000', timeZone: 'UTC' },
    scheduledEndDateTime: { dateTime: '2026-01-02T08:00:00.0000000', timeZone: 'UTC' },
  },
});

/** Messages that a folder holds at most, and what one weighs at most, KB; in the order of `folderNames`. */
const folderBounds = [
  [14_000, 700],
  [6_000, 900],
  [9_000, 1200],
  [12_000, 400],
  [25, 300],
] as const;

function folder(person: Newcomer, displayName: string, at: number): Entity {
  const [most, heaviest] = folderBounds[at]!;
  const items = Math.floor(most / 5) + numberOf(`items ${at} ${person.id}`, most);
  const kilobytes = Math.floor(heaviest / 3) + numberOf(`weight ${at} ${person.id}`, heaviest);
  return {
    id: idOf(`folder ${at} ${person.id}`),
    displayName,
    parentFolderId: idOf(`root ${person.id}`),
    childFolderCount: 0,
    unreadItemCount: at === 0 ? numberOf(`unread ${person.id}`, 60) : 0,
    totalItemCount: items,
    isHidden: false,
    $bytes: items * kilobytes * 1024,
  };
}

const permission = (name: string, address: string | null, role: string, isRemovable: boolean): Entity => ({
  id: Buffer.from(`calendar ${name}`).toString('base64url'),
  role,
  allowedRoles: ['freeBusyRead', 'limitedRead', 'read', 'write', 'delegateWithoutPrivateEventAccess'],
  isRemovable,
  isInsideOrganization: true,
  emailAddress: address ? { name, address } : { name },
});

interface Letter {
  readonly from: readonly [name: string, address: string];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly authentication: string;
}

function toMessage(person: Newcomer, at: number, letter: Letter): Entity {
  const name = `${letter.subject} ${person.id}`;
  const sender = { emailAddress: { name: letter.from[0], address: letter.from[1] } };
  return {
    id: `AAMk${Buffer.from(idOf(`message ${name}`)).toString('base64url')}`,
    createdDateTime: iso(at),
    receivedDateTime: iso(at),
    sentDateTime: iso(at - 4000),
    subject: letter.subject,
    bodyPreview: letter.text,
    importance: 'normal',
    isRead: false,
    isDraft: false,
    hasAttachments: false,
    internetMessageId: `<${idOf(name)}@${letter.from[1].split('@')[1]}>`,
    from: sender,
    sender,
    toRecipients: [{ emailAddress: { name: person.displayName, address: person.address } }],
    ccRecipients: [],
    body: { contentType: 'html', content: letter.html },
    $mime: mimeOf(person, at, letter),
  };
}

/** The message as it travelled (RFC 5322). */
function mimeOf(person: Newcomer, at: number, letter: Letter): string {
  const boundary = `=_${idOf(letter.subject).slice(0, 12)}`;
  const encoded = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
  const part = (type: string, text: string) =>
    `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(text).toString('base64')}\r\n`;
  return [
    `Received: from mail.${letter.from[1].split('@')[1]} (203.0.113.45) by mx.saint-aubin.example; ${new Date(at).toUTCString()}`,
    `Authentication-Results: mx.saint-aubin.example; ${letter.authentication}`,
    `From: ${encoded(letter.from[0])} <${letter.from[1]}>`,
    `To: ${encoded(person.displayName)} <${person.address}>`,
    `Subject: ${encoded(letter.subject)}`,
    `Date: ${new Date(at).toUTCString()}`,
    `Message-ID: <${idOf(letter.subject)}@${letter.from[1].split('@')[1]}>`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    `${part('text/plain', letter.text)}${part('text/html', letter.html)}--${boundary}--`,
    '',
  ].join('\r\n');
}
