import { deviceOrder } from './device-order.ts';

export const syncDevice = deviceOrder({
  id: 'sync-device',
  title: { fr: 'Synchroniser un de mes appareils', en: 'Sync one of my devices' },
  description: {
    fr: "L'appareil reprend ses réglages et ses applications auprès de l'organisation.",
    en: 'The device fetches its settings and applications from the organisation again.',
  },
  phrases: [
    'synchroniser/synchronise/synchronisez mon/mes/ma/un pc/ordinateur/poste/appareil/appareils/tablette/telephone',
    'sync/synchronise/synchronize my/a device/computer/laptop/pc/phone/tablet',
  ],
  permissions: [
    {
      name: 'DeviceManagementManagedDevices.PrivilegedOperations.All',
      type: 'application',
      calls: ['POST /deviceManagement/managedDevices/{managedDevice-id}/syncDevice'],
    },
  ],
  order: 'syncDevice',
  texts: {
    changes: {
      fr: "**{device}** va reprendre ses réglages et ses applications. Vous pouvez continuer à travailler ; rien n'est effacé et rien ne se ferme.",
      en: '**{device}** will fetch its settings and applications again. You can go on working; nothing is erased and nothing closes.',
    },
    undo: { fr: "Il n'y a rien à annuler.", en: 'There is nothing to undo.' },
    done: {
      fr: "La synchronisation de {device} est demandée : elle prend quelques minutes, l'appareil allumé et relié à Internet.",
      en: 'Syncing {device} has been asked for: it takes a few minutes, with the device on and on the Internet.',
    },
  },
  give: ({ tenant, signal }, { id }) => tenant.syncDevice(id, signal),
});
