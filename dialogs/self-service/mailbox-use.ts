import type { Text } from '../engine/types.ts';
import { lines, named, type SelfServiceAction, written } from './action.ts';
import { deviceTexts, gigabytes } from './devices.ts';

const texts = {
  gigabytes: deviceTexts.gigabytes,
  mailbox: { fr: 'Votre boîte contient {used}.', en: 'Your mailbox holds {used}.' },
  mailboxOf: { fr: 'Votre boîte contient {used} sur {quota}.', en: 'Your mailbox holds {used} of {quota}.' },
  almostFull: {
    fr: "Elle est **presque pleine** : pleine, elle ne reçoit et n'envoie plus.",
    en: 'It is **almost full**: once full, it neither receives nor sends.',
  },
  fills: { fr: 'Ce qui prend le plus de place :', en: 'What takes the most space:' },
  folder: { fr: '{name} : {used}, {items} messages', en: '{name}: {used}, {items} messages' },
  drive: { fr: 'Votre OneDrive : {used} sur {total}.', en: 'Your OneDrive: {used} of {total}.' },
  deleted: {
    fr: 'Sa corbeille en garde {deleted} : la vider les libère.',
    en: 'Its recycle bin holds {deleted}: emptying it frees them.',
  },
} as const;

const nearlyFull = 0.9;
const gigabyte = 1e9;
const mostFolders = 5;

export const mailboxUse: SelfServiceAction = {
  id: 'mailbox-use',
  title: { fr: 'Voir la place de ma boîte et de OneDrive', en: 'See the space of my mailbox and OneDrive' },
  description: {
    fr: 'Je vous montre ce que contiennent votre boîte et votre OneDrive, et ce qui les remplit.',
    en: 'I show you what your mailbox and OneDrive hold, and what fills them.',
  },
  phrases: [
    'taille/place/quota/espace de/dans/sur ma/mon/la boite/messagerie/onedrive/mail/mails mail?',
    'quota/espace onedrive/boite/messagerie',
    'combien * place * boite/onedrive/messagerie',
    'quest ce qui remplit/prend ma/mon/de? la? boite/onedrive/place?',
    'my mailbox/onedrive size/quota/space/storage',
    'size/quota/space of my mailbox/onedrive',
    'how full is my mailbox/onedrive',
    'what fills/is filling my mailbox/onedrive',
  ],
  permissions: [
    { name: 'Mail.Read', type: 'delegated', calls: ['GET /me/mailFolders'] },
    { name: 'Files.Read', type: 'delegated', calls: ['GET /me/drive'] },
  ],
  risk: 'read',
  perDay: 30,
  repeatable: true,
  texts,
  async examine({ tenant, signal }) {
    const [mailbox, drive] = await Promise.all([tenant.readMailbox(signal), tenant.readDrive(signal)]);
    const said: Text[] = [];
    const { bytes, quota, folders } = mailbox;
    const used = gigabytes(bytes);
    said.push(
      quota === undefined
        ? written(texts.mailbox, { used })
        : written(texts.mailboxOf, { used, quota: gigabytes(quota) }),
    );
    if (quota !== undefined && bytes / quota >= nearlyFull) said.push(written(texts.almostFull));
    const biggest = folders
      .slice(0, mostFolders)
      .map(({ name, bytes, items }) => written(texts.folder, { name: named(name), used: gigabytes(bytes), items }));
    if (biggest.length > 0) said.push({ all: [written(texts.fills), lines(biggest)], separator: '\n' });
    said.push(written(texts.drive, { used: gigabytes(drive.used), total: gigabytes(drive.total) }));
    if (drive.deleted >= gigabyte) said.push(written(texts.deleted, { deleted: gigabytes(drive.deleted) }));
    return { type: 'tell', texts: said };
  },
};
