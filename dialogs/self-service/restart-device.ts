import { deviceOrder } from './device-order.ts';

export const restartDevice = deviceOrder({
  id: 'restart-device',
  title: { fr: 'Redémarrer un de mes appareils', en: 'Restart one of my devices' },
  description: {
    fr: 'Je demande à un de vos ordinateurs de redémarrer, à distance.',
    en: 'I ask one of your computers to restart, remotely.',
  },
  phrases: [
    'redemarrer/redemarre/redemarrez mon/ma/mes/un pc/ordinateur/poste/appareil a? distance',
    'restart/reboot my pc/computer/laptop/device/machine remotely?',
  ],
  permissions: [
    {
      name: 'DeviceManagementManagedDevices.PrivilegedOperations.All',
      type: 'application',
      calls: ['POST /deviceManagement/managedDevices/{managedDevice-id}/rebootNow'],
    },
  ],
  order: 'rebootNow',
  fits: ({ ownedBy }) => ownedBy !== 'person',
  texts: {
    changes: {
      fr: "**{device}** va redémarrer dans les minutes qui viennent. **Enregistrez d'abord votre travail** : ce qui ne l'est pas est perdu.",
      en: '**{device}** will restart within minutes. **Save your work first**: what is not saved is lost.',
    },
    undo: { fr: "Un redémarrage ne s'annule pas.", en: 'A restart cannot be undone.' },
    done: {
      fr: 'Le redémarrage de {device} est demandé.',
      en: 'Restarting {device} has been asked for.',
    },
  },
  give: ({ tenant, signal }, { id }) => tenant.restartDevice(id, signal),
});
