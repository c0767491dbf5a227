import { SupportError } from '../../adapters/support-error.ts';
import type { Text } from '../engine/types.ts';
import { type SelfServiceAction, written } from './action.ts';
import { chooseDevice, describeDevice, deviceTexts, findDevice, forDevice } from './devices.ts';

const texts = {
  ...deviceTexts,
  which: { fr: 'Quel appareil est perdu ou volé ?', en: 'Which device is lost or stolen?' },
  changes: {
    fr: "Je **verrouille {device}** à distance, je ferme toutes vos sessions Microsoft 365, ici comprise, et je préviens l'équipe Sécurité.",
    en: 'I **lock {device}** remotely, close all your Microsoft 365 sessions, this one included, and tell the Security team.',
  },
  nothingLost: {
    fr: "Rien n'est effacé, et je ne le localise pas. L'effacement des données professionnelles se demande ensuite, avec l'accord d'un technicien.",
    en: 'Nothing is erased, and I do not locate it. Removing work data can be asked for afterwards, with the agreement of a technician.',
  },
  undo: {
    fr: 'Retrouvé, il se déverrouille avec son code.',
    en: 'Found again, it is unlocked with its code.',
  },
  locked: {
    fr: "Le verrouillage de {device} est demandé : il prend effet dès que l'appareil est en ligne.",
    en: 'Locking {device} has been asked for: it takes effect as soon as the device is online.',
  },
  notLocked: {
    fr: "Le verrouillage n'est pas passé : l'équipe Sécurité s'en charge.",
    en: 'Locking did not get through: the Security team will see to it.',
  },
  sessions: { fr: 'Vos sessions sont fermées.', en: 'Your sessions are closed.' },
  next: {
    fr: "Un vol se déclare aussi à la police ; une carte SIM se bloque auprès de l'opérateur.",
    en: 'A theft is also reported to the police; a SIM card is blocked by its operator.',
  },
} as const;

/** Lost or stolen: locked, sessions closed, incident opened. Nothing is erased by this, and nothing located (DESIGN). */
export const lostDevice: SelfServiceAction = {
  id: 'lost-device',
  title: { fr: 'Verrouiller un appareil perdu ou volé', en: 'Lock a lost or stolen device' },
  description: {
    fr: "Je verrouille l'appareil à distance, je ferme vos sessions et j'alerte l'équipe Sécurité.",
    en: 'I lock the device remotely, close your sessions and alert the Security team.',
  },
  phrases: [
    'verrouiller/verrouille/verrouillez/bloquer/bloque/bloquez mon/ma/un/l pc/ordinateur/telephone/portable/tablette/appareil perdu/perdue/vole/volee/distance?',
    'verrouiller/verrouille/verrouillez/bloquer/bloque mon/ma pc/ordinateur/telephone/portable/tablette/appareil a distance',
    'lock my/a lost/stolen? phone/laptop/computer/device/tablet remotely',
    'lock my/a lost/stolen phone/laptop/computer/device/tablet',
  ],
  permissions: [
    {
      name: 'DeviceManagementManagedDevices.PrivilegedOperations.All',
      type: 'application',
      calls: ['POST /deviceManagement/managedDevices/{managedDevice-id}/remoteLock'],
    },
    { name: 'User.RevokeSessions.All', type: 'application', calls: ['POST /users/{user-id}/revokeSignInSessions'] },
  ],
  risk: 'high',
  alertsSecurity: true,
  perDay: 5,
  repeatable: true,
  texts,
  async examine(context) {
    const chosen = await chooseDevice(context, undefined, texts.which);
    if ('examination' in chosen) return chosen.examination;
    const device = describeDevice(chosen.device);
    return {
      type: 'confirm',
      preview: [written(texts.changes, { device }), written(texts.nothingLost), written(texts.undo)],
      input: forDevice(context.input, chosen.device),
    };
  },
  async run(context) {
    const { tenant, signal } = context;
    const device = await findDevice(context);
    // The sessions first: they matter most, and need no device that answers.
    await tenant.revokeSessions(signal);
    const done: Text[] = [written(texts.sessions)];
    try {
      if (!device) throw new SupportError('not_yours', 'the device is no longer listed');
      await tenant.lockDevice(device.id, signal);
    } catch (cause) {
      if (!(cause instanceof SupportError)) throw cause;
      return { texts: done, partial: [written(texts.notLocked), written(texts.next)] };
    }
    const locked = written(texts.locked, { device: describeDevice(device) });
    return { texts: [locked, ...done, written(texts.next)] };
  },
  async undo() {
    return [written(texts.undo)];
  },
};
