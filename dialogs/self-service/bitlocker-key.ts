import type { ManagedDevice } from '../../adapters/directory/actions-port.ts';
import { moment, named, type SelfServiceAction, written } from './action.ts';
import { chooseDevice, describeDevice, deviceTexts, findDevice, forDevice } from './devices.ts';

const texts = {
  ...deviceTexts,
  which: { fr: 'De quel ordinateur ?', en: 'Of which computer?' },
  changes: {
    fr: "J'affiche ici la **clé de récupération** de {device}, pendant {minutes} minutes. Elle ouvre le disque de cet ordinateur : tapez-la sur l'écran bleu, ne la donnez à personne.",
    en: 'I show here the **recovery key** of {device}, for {minutes} minutes. It opens the disk of that computer: type it on the blue screen, give it to nobody.',
  },
  undo: {
    fr: 'Je ne la garde nulle part. La lecture est inscrite au journal de Microsoft Entra.',
    en: 'I keep it nowhere. The reading is recorded in the log of Microsoft Entra.',
  },
  noKey: {
    fr: "Aucune clé n'est enregistrée pour {device}. Un technicien peut chercher ailleurs.",
    en: 'No key is stored for {device}. A technician can look elsewhere.',
  },
  mac: {
    fr: 'Pour un Mac, Microsoft Graph ne donne pas la clé FileVault : un technicien la lit dans Intune, ou vous-même dans le portail {organisation.softwareCatalogue}.',
    en: 'For a Mac, Microsoft Graph does not give the FileVault key: a technician reads it in Intune, or you do in the {organisation.softwareCatalogue}.',
  },
  secret: {
    fr: "Clé de récupération de {device} :\n\n`{key}`\n\nElle disparaît d'ici : {until}.",
    en: 'Recovery key of {device}:\n\n`{key}`\n\nIt disappears from here: {until}.',
  },
  done: {
    fr: "La clé est affichée ci-dessus. Si l'ordinateur la redemande souvent, dites-le moi : c'est une panne.",
    en: 'The key is shown above. If the computer asks for it often, tell me: that is a fault.',
  },
  undone: {
    fr: 'Une clé lue ne se reprend pas : la Sécurité la fait renouveler.',
    en: 'A key that was read cannot be taken back: Security has it renewed.',
  },
} as const;

const minutesShown = 15;

const isOwnWindows = ({ system, ownedBy }: ManagedDevice): boolean =>
  /windows|mac/i.test(system) && ownedBy !== 'unknown';

/** The key that opens the disk of the person's own computer: shown once identity is verified, then taken away. */
export const bitlockerKey: SelfServiceAction = {
  id: 'bitlocker-key',
  title: { fr: 'Obtenir ma clé de récupération BitLocker', en: 'Get my BitLocker recovery key' },
  description: {
    fr: "J'affiche la clé qui débloque le disque de votre ordinateur, après vérification de votre identité.",
    en: 'I show the key that unlocks the disk of your computer, after your identity was verified.',
  },
  phrases: [
    'cle de? recuperation bitlocker?',
    'cle bitlocker/filevault',
    'bitlocker/filevault recovery? key',
    'recovery key',
  ],
  permissions: [
    {
      name: 'BitlockerKey.Read.All',
      type: 'delegated',
      calls: ['GET /informationProtection/bitlocker/recoveryKeys/{bitlockerRecoveryKey-id}'],
    },
  ],
  risk: 'high',
  wayIn: true,
  approval: 'technician',
  perDay: 3,
  repeatable: false,
  texts,
  async examine(context) {
    const chosen = await chooseDevice(context, isOwnWindows, texts.which);
    if ('examination' in chosen) return chosen.examination;
    const device = describeDevice(chosen.device);
    if (/mac/i.test(chosen.device.system)) {
      return { type: 'refuse', code: 'mac', texts: [written(texts.mac)], ticket: true };
    }
    const keys = await context.tenant.readRecoveryKeys(chosen.device.id, context.signal);
    if (keys.length === 0) {
      return { type: 'refuse', code: 'no-key', texts: [written(texts.noKey, { device })], ticket: true };
    }
    return {
      type: 'confirm',
      preview: [written(texts.changes, { device, minutes: minutesShown }), written(texts.undo)],
      input: forDevice(context.input, chosen.device),
    };
  },
  async run(context) {
    const { tenant, signal, now } = context;
    const device = await findDevice(context, isOwnWindows);
    const keys = device ? await tenant.readRecoveryKeys(device.id, signal) : [];
    const newest = keys.toSorted((one, other) => other.createdAt - one.createdAt)[0];
    if (!device || !newest) return { texts: [], partial: [written(texts.none)] };
    const key = await tenant.readRecoveryKeyValue(newest.id, signal);
    const until = now + minutesShown * 60_000;
    const shown = { device: describeDevice(device), key: named(key), until: moment(until) };
    return { texts: [written(texts.done)], secret: { text: written(texts.secret, shown), until } };
  },
  async undo() {
    return [written(texts.undone)];
  },
};
