import { z } from 'zod';
import type { ManagedDevice, PersonalTenant, RecoveryKey } from '../actions-port.ts';
import { timeOf } from './account.ts';
import { quoted, segment } from './path.ts';
import { complianceOf } from './people.ts';
import { notYours, type Personal } from './personal.ts';
import { text } from './schemas.ts';
import { nameSystem } from './windows-release.ts';

const deviceSchema = z.object({
  id: z.string().min(1),
  azureADDeviceId: text,
  deviceName: text,
  managedDeviceName: text,
  userPrincipalName: text,
  operatingSystem: text,
  osVersion: text,
  model: text,
  complianceState: text,
  isEncrypted: z.boolean().nullish(),
  managedDeviceOwnerType: text,
  totalStorageSpaceInBytes: z.number().nullish(),
  freeStorageSpaceInBytes: z.number().nullish(),
  lastSyncDateTime: text,
  deviceActionResults: z
    .array(z.object({ actionName: text, actionState: text, startDateTime: text, lastUpdatedDateTime: text }))
    .nullish(),
});
type GraphDevice = z.infer<typeof deviceSchema>;

const keySchema = z.object({ id: z.string().min(1), createdDateTime: text, volumeType: text });
const keyDeviceSchema = z.object({ deviceId: z.string().min(1) });
const keyValueSchema = z.object({ key: z.string().min(1) });
const keys = '/informationProtection/bitlocker/recoveryKeys';

const owners: Readonly<Record<string, ManagedDevice['ownedBy']>> = { company: 'organisation', personal: 'person' };
const volumes: Readonly<Record<string, RecoveryKey['volume']>> = {
  operatingSystemVolume: 'system',
  '1': 'system',
  fixedDataVolume: 'data',
  '2': 'data',
  removableDataVolume: 'removable',
  '3': 'removable',
};
const states: Readonly<Record<string, 'pending' | 'done' | 'failed'>> = {
  none: 'pending',
  pending: 'pending',
  active: 'pending',
  done: 'done',
};

type Devices = Pick<
  PersonalTenant,
  | 'readDevices'
  | 'syncDevice'
  | 'restartDevice'
  | 'lockDevice'
  | 'locateDevice'
  | 'retireDevice'
  | 'renameDevice'
  | 'readRecoveryKeys'
  | 'readRecoveryKeyValue'
>;

export function devicesOf(personal: Personal): Devices {
  const { user, elsewhere } = personal;
  const readAll = (signal: AbortSignal) => user.list('/managedDevices', deviceSchema, signal);
  /** An order goes to a device that stands in the person's own list, and to no other (R27). */
  const own = async (id: string, signal: AbortSignal): Promise<GraphDevice> => {
    const device = (await readAll(signal)).find((each) => each.id.toLowerCase() === id.toLowerCase());
    if (!device) throw notYours('device');
    return device;
  };
  const pathOf = async (id: string, signal: AbortSignal) =>
    `/deviceManagement/managedDevices/${segment((await own(id, signal)).id)}`;
  const order = (name: string) => async (id: string, signal: AbortSignal) => {
    await elsewhere.post(`${await pathOf(id, signal)}/${name}`, undefined, signal);
  };
  const readKeys = async (deviceId: string, signal: AbortSignal) => {
    const { azureADDeviceId } = await own(deviceId, signal);
    if (!azureADDeviceId) return [];
    return personal.asPerson().list(keys, keySchema, signal, { filter: `deviceId eq ${quoted(azureADDeviceId)}` });
  };

  return {
    async readDevices(signal) {
      return (await readAll(signal)).map(toManagedDevice);
    },
    syncDevice: order('syncDevice'),
    restartDevice: order('rebootNow'),
    lockDevice: order('remoteLock'),
    locateDevice: order('locateDevice'),
    retireDevice: order('retire'),
    async renameDevice(id, name, signal) {
      await elsewhere.patch(await pathOf(id, signal), { managedDeviceName: name }, signal);
    },
    async readRecoveryKeys(deviceId, signal) {
      const found = await readKeys(deviceId, signal);
      return found.map(({ id, createdDateTime, volumeType }) => ({
        id,
        createdAt: timeOf(createdDateTime) ?? 0,
        volume: volumes[volumeType ?? ''] ?? 'unknown',
      }));
    },
    // Entra gives it to the owner of a device; that the device stands in their own list is looked at here too (R27).
    async readRecoveryKeyValue(keyId, signal) {
      const path = `${keys}/${segment(keyId)}`;
      const key = await personal.asPerson().find(path, keyDeviceSchema, signal);
      const mine = (await readAll(signal)).map(({ azureADDeviceId }) => azureADDeviceId);
      if (!key || !mine.includes(key.deviceId)) throw notYours('recovery key');
      return (await personal.asPerson().get(path, keyValueSchema, signal)).key;
    },
  };
}

function toManagedDevice(device: GraphDevice): ManagedDevice {
  const { system, version } = nameSystem(device.operatingSystem ?? '', device.osVersion ?? undefined);
  const compliant = complianceOf(device.complianceState);
  const lastSync = timeOf(device.lastSyncDateTime);
  const lastOrder = lastOrderOf(device);
  return {
    id: device.id,
    name: nameOf(device),
    system,
    ...(version && { version }),
    ...(device.model && { model: device.model }),
    ...(compliant !== undefined && { compliant }),
    ...(typeof device.isEncrypted === 'boolean' && { encrypted: device.isEncrypted }),
    ownedBy: owners[device.managedDeviceOwnerType ?? ''] ?? 'unknown',
    ...(device.totalStorageSpaceInBytes && { storageTotal: device.totalStorageSpaceInBytes }),
    ...(typeof device.freeStorageSpaceInBytes === 'number' && { storageFree: device.freeStorageSpaceInBytes }),
    // A device that never synchronised says the year 1.
    ...(lastSync !== undefined && lastSync > 0 && { lastSync }),
    ...(lastOrder && { lastOrder }),
  };
}

/**
 * The name that somebody gave it in Intune, else the computer's own. Intune fills the field with the user's name, the
 * system and a date, which is a name to nobody.
 */
function nameOf({ managedDeviceName, deviceName, userPrincipalName }: GraphDevice): string {
  const made = `${userPrincipalName?.split('@')[0]}_`.toLowerCase();
  const given = managedDeviceName && !managedDeviceName.toLowerCase().startsWith(made) ? managedDeviceName : undefined;
  return given ?? deviceName ?? '';
}

function lastOrderOf({ deviceActionResults }: GraphDevice): ManagedDevice['lastOrder'] {
  const results = (deviceActionResults ?? []).map(
    ({ actionName, actionState, startDateTime, lastUpdatedDateTime }) => ({
      name: actionName ?? '',
      state: states[actionState ?? ''] ?? ('failed' as const),
      at: timeOf(startDateTime ?? lastUpdatedDateTime) ?? 0,
    }),
  );
  return results.toSorted((a, b) => b.at - a.at)[0];
}
