import { named, type SelfServiceAction, written } from './action.ts';
import { chooseDevice, describeDevice, deviceTexts, findDevice, forDevice } from './devices.ts';

const texts = {
  ...deviceTexts,
  what: {
    fr: 'Quel nouveau nom ? Lettres sans accent, chiffres et tirets, 15 caractères au plus.',
    en: 'What new name? Letters without accents, digits and hyphens, at most 15 characters.',
  },
  wrong: {
    fr: 'Ce nom ne convient pas. Lettres sans accent, chiffres et tirets, 15 caractères au plus : lequel ?',
    en: 'That name will not do. Letters without accents, digits and hyphens, at most 15 characters: which one?',
  },
  changes: {
    fr: "**{device}** s'appellera **{name}** dans la liste de vos appareils. Rien d'autre ne change.",
    en: '**{device}** will be called **{name}** in the list of your devices. Nothing else changes.',
  },
  undo: { fr: "Pour annuler, redonnez-lui l'ancien nom.", en: 'To undo it, give it the old name again.' },
  done: { fr: "C'est fait : il s'appelle {name}.", en: 'Done: it is called {name}.' },
  undone: { fr: "L'appareil a retrouvé son nom : {name}.", en: 'The device has its name back: {name}.' },
} as const;

const fitting = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,13}[A-Za-z0-9])?$/;

export const renameDevice: SelfServiceAction = {
  id: 'rename-device',
  title: { fr: 'Renommer un de mes appareils', en: 'Rename one of my devices' },
  description: {
    fr: "Je change le nom d'un de vos appareils dans la liste de l'organisation.",
    en: "I change the name of one of your devices in the organisation's list.",
  },
  phrases: [
    'renommer/renomme/renommez mon/ma/un pc/ordinateur/poste/appareil/tablette/telephone',
    'rename my/a pc/computer/laptop/device/phone/tablet',
  ],
  permissions: [
    {
      name: 'DeviceManagementManagedDevices.ReadWrite.All',
      type: 'application',
      calls: ['PATCH /deviceManagement/managedDevices/{managedDevice-id}'],
    },
  ],
  risk: 'high',
  perDay: 5,
  repeatable: true,
  texts,
  async examine(context) {
    const chosen = await chooseDevice(context);
    if ('examination' in chosen) return chosen.examination;
    const { name } = context.input;
    if (name === undefined || !fitting.test(name)) {
      const question = written(name === undefined ? texts.what : texts.wrong);
      return { type: 'write', parameter: 'name', question };
    }
    const changes = written(texts.changes, { device: describeDevice(chosen.device), name: named(name) });
    return { type: 'confirm', preview: [changes, written(texts.undo)], input: forDevice(context.input, chosen.device) };
  },
  async run(context) {
    const device = await findDevice(context);
    const { name = '' } = context.input;
    if (!device || !fitting.test(name)) return { texts: [], partial: [written(texts.none)] };
    if (device.name !== name) await context.tenant.renameDevice(device.id, name, context.signal);
    return { texts: [written(texts.done, { name: named(name) })], undo: { device: device.id, name: device.name } };
  },
  async verify(context) {
    return (await findDevice(context))?.name === context.input.name;
  },
  async undo({ tenant, signal }, kept) {
    const name = String(kept.name);
    await tenant.renameDevice(String(kept.device), name, signal);
    return [written(texts.undone, { name: named(name) })];
  },
};
