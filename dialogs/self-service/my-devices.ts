import type { ManagedDevice } from '../../adapters/directory/actions-port.ts';
import type { Text } from '../engine/types.ts';
import { lines, moment, named, type SelfServiceAction, written } from './action.ts';
import { describeDevice, deviceTexts, gigabytes } from './devices.ts';

const texts = {
  ...deviceTexts,
  compliant: { fr: 'en règle', en: 'in order' },
  notCompliant: {
    fr: '**pas en règle** : une mise à jour, le chiffrement ou une protection manque',
    en: '**not in order**: an update, encryption or a protection is missing',
  },
  synced: { fr: 'vu par le service : {at}', en: 'seen by the service: {at}' },
  stale: {
    fr: 'pas vu par le service depuis {at} : allumez-le et connectez-le à Internet',
    en: 'not seen by the service since {at}: switch it on and connect it to the Internet',
  },
  storage: { fr: '{free} libres sur {total}', en: '{free} free of {total}' },
  full: { fr: '**presque plein** : {free} libres sur {total}', en: '**almost full**: {free} free of {total}' },
  encrypted: { fr: 'disque chiffré', en: 'disk encrypted' },
  notEncrypted: { fr: 'disque **non chiffré**', en: 'disk **not encrypted**' },
  personal: { fr: 'appareil personnel', en: 'personal device' },
  line: { fr: '**{device}** : {facts}', en: '**{device}**: {facts}' },
  ordered: { fr: 'dernière demande : {name}, {state}', en: 'latest request: {name}, {state}' },
  pending: { fr: 'en attente', en: 'pending' },
  done: { fr: 'faite', en: 'done' },
  failed: { fr: 'échouée', en: 'failed' },
} as const;

const week = 7 * 24 * 3600_000;
/** Of the disk, free. */
const almostFull = 0.1;

export const myDevices: SelfServiceAction = {
  id: 'my-devices',
  title: { fr: 'Voir mes appareils', en: 'See my devices' },
  description: {
    fr: "Je vous montre l'état de vos appareils : conformité, place, chiffrement, dernier contact.",
    en: 'I show you the state of your devices: compliance, space, encryption, last contact.',
  },
  phrases: [
    '^ mes appareils/machines/ordinateurs $',
    'voir/liste/lister/montre/montrez/etat de? mes appareils/machines',
    'quels sont mes appareils',
    'mon ordinateur/pc/poste/appareil est il conforme/en regle/a jour',
    '^ my devices/computers/machines $',
    'show/list/see/which/what are? my devices',
    'is my computer/laptop/device/pc compliant/up to date',
  ],
  permissions: [
    {
      name: 'DeviceManagementManagedDevices.Read.All',
      type: 'application',
      calls: ['GET /users/{user-id}/managedDevices'],
    },
  ],
  risk: 'read',
  forPrivileged: true,
  perDay: 50,
  repeatable: true,
  texts,
  async examine({ tenant, now, signal }) {
    const devices = await tenant.readDevices(signal);
    if (devices.length === 0) return { type: 'tell', texts: [written(texts.none)] };
    const next = ['sync-device', 'restart-device', 'rename-device'];
    return { type: 'tell', texts: [lines(devices.map((device) => tell(device, now)))], next };
  },
};

function tell(device: ManagedDevice, now: number): Text {
  const facts: Text[] = [];
  const { compliant, encrypted, storageFree, storageTotal, lastSync, ownedBy, lastOrder } = device;
  if (compliant !== undefined) facts.push(written(compliant ? texts.compliant : texts.notCompliant));
  if (storageFree !== undefined && storageTotal) {
    const space = { free: gigabytes(storageFree), total: gigabytes(storageTotal) };
    facts.push(written(storageFree / storageTotal < almostFull ? texts.full : texts.storage, space));
  }
  if (encrypted !== undefined) facts.push(written(encrypted ? texts.encrypted : texts.notEncrypted));
  if (ownedBy === 'person') facts.push(written(texts.personal));
  if (lastSync !== undefined) {
    facts.push(written(lastSync < now - week ? texts.stale : texts.synced, { at: moment(lastSync) }));
  }
  if (lastOrder) {
    facts.push(written(texts.ordered, { name: named(lastOrder.name), state: written(texts[lastOrder.state]) }));
  }
  return written(texts.line, { device: describeDevice(device), facts: { all: facts, separator: ', ' } });
}
