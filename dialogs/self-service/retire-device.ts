import { deviceOrder } from './device-order.ts';

/** Work data off a device that will not come back. There is no wipe: what is personal stays (R28). */
export const retireDevice = {
  ...deviceOrder({
    id: 'retire-device',
    title: { fr: "Effacer les données professionnelles d'un appareil", en: 'Remove work data from a device' },
    description: {
      fr: "Je retire d'un appareil perdu ou rendu les données et les accès de l'organisation, jamais ce qui est personnel.",
      en: "I remove the organisation's data and access from a lost or returned device, never what is personal.",
    },
    phrases: [
      'effacer/efface/effacez/retirer/supprimer les donnees pro/professionnelles de? mon/ma/un telephone/portable/tablette/pc/ordinateur/appareil?',
      'retire my/a phone/laptop/computer/device/tablet',
      'remove/erase/delete work data from my/a phone/laptop/computer/device/tablet',
    ],
    permissions: [
      {
        name: 'DeviceManagementManagedDevices.PrivilegedOperations.All',
        type: 'application',
        calls: ['POST /deviceManagement/managedDevices/{managedDevice-id}/retire'],
      },
    ],
    order: 'retire',
    texts: {
      changes: {
        fr: "Je retire de **{device}** le compte, les messages, les fichiers et les applications de l'organisation. Photos, contacts et applications personnels restent.",
        en: "I remove the organisation's account, messages, files and applications from **{device}**. Personal photos, contacts and applications stay.",
      },
      undo: {
        fr: "Cela ne s'annule pas : retrouvé, l'appareil devra être inscrit de nouveau.",
        en: 'This cannot be undone: found again, the device has to be enrolled once more.',
      },
      done: {
        fr: "Le retrait est demandé pour {device} : il prend effet dès que l'appareil est en ligne.",
        en: 'Removal has been asked for on {device}: it takes effect as soon as the device is online.',
      },
    },
    give: ({ tenant, signal }, { id }) => tenant.retireDevice(id, signal),
  }),
  approval: 'technician' as const,
  perDay: 3,
};
