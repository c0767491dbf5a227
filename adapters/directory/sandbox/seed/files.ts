import { type Entity, idOf, iso } from '../entity.ts';
import type { Tenant } from '../tenant.ts';
import { objectId } from '../tenant-file.ts';

const day = 86_400_000;

const documents = [
  ['Procédures', undefined, undefined],
  [
    'Réserver une salle.md',
    'Procédures',
    '# Réserver une salle\n\nOuvrez le calendrier, choisissez la salle, envoyez.\n',
  ],
  ['Booking a room.md', 'Procédures', '# Booking a room\n\nOpen the calendar, choose the room, send.\n'],
  ['Budget 2027', undefined, undefined],
  ['Préparation.txt', 'Budget 2027', 'Premières demandes des services avant le 15 janvier.\n'],
] as const;

/** One library; its folder « Budget 2027 » is for the group of that name. */
export function seedLibrary(tenant: Tenant, now: number): void {
  const siteId = `saintaubin.sharepoint.com,${idOf('site')},${idOf('web')}`;
  const driveId = `b!${Buffer.from(idOf('library')).toString('base64url')}`;
  const webUrl = 'https://saintaubin.sharepoint.com/sites/services';
  const items = new Map<string, Entity>();
  for (const [name, parent, text] of documents) {
    const id = itemId(name);
    items.set(id, {
      id,
      name,
      webUrl: `${webUrl}/Documents/${encodeURIComponent(name)}`,
      size: text === undefined ? 0 : Buffer.byteLength(text),
      createdDateTime: iso(now - 90 * day),
      lastModifiedDateTime: iso(now - 10 * day),
      parentReference: { driveId, driveType: 'documentLibrary', id: parent ? itemId(parent) : 'root', siteId },
      ...(text === undefined
        ? { folder: { childCount: documents.filter(([, under]) => under === name).length } }
        : { file: { mimeType: name.endsWith('.md') ? 'text/markdown' : 'text/plain' } }),
      $text: text,
      $permissions: name === 'Budget 2027' ? [groupPermission(tenant, objectId(205))] : [],
    });
  }
  const site = { id: siteId, name: 'services', displayName: 'Services', webUrl };
  tenant.libraries.set(driveId, {
    site,
    drive: { id: driveId, driveType: 'documentLibrary', name: 'Documents', webUrl: `${webUrl}/Documents` },
    items,
  });
}

const itemId = (name: string): string => `01${idOf(`item ${name}`).replaceAll('-', '').slice(0, 30).toUpperCase()}`;

const groupPermission = (tenant: Tenant, groupId: string): Entity => ({
  id: Buffer.from(groupId).toString('base64url'),
  roles: ['write'],
  grantedToV2: { group: { id: groupId, displayName: tenant.groups.get(groupId)?.displayName } },
});
