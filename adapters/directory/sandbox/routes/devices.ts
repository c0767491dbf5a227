import { type Entity, iso } from '../entity.ts';
import { existing, fieldsOf, type Handler, Refused, type Routes } from '../route.ts';
import { userOf } from './users.ts';

const devicePath = '/deviceManagement/managedDevices/{managedDevice-id}';

/** An order is accepted at once and carried out later; the device's newest results say what became of it. */
const order =
  (actionName: string, change: (device: Entity, now: number) => void = () => {}): Handler =>
  ({ tenant, ids, now }) => {
    const device = existing(tenant.managedDevices.get(ids[0]!));
    const others = (device.deviceActionResults as Entity[]).filter((result) => result.actionName !== actionName);
    const result = { actionName, actionState: 'pending', startDateTime: iso(now), lastUpdatedDateTime: iso(now) };
    device.deviceActionResults = [result, ...others];
    change(device, now);
    return { status: 204 };
  };

const done = (device: Entity) => {
  const [newest, ...others] = device.deviceActionResults as Entity[];
  device.deviceActionResults = [{ ...newest, actionState: 'done' }, ...others];
};

const owned: Handler = (call) => {
  const { id } = userOf(call);
  const devices = [...call.tenant.devices.values()].filter((device) => device.$owner === id);
  return { collection: devices.map((device) => ({ '@odata.type': '#microsoft.graph.device', ...device })) };
};

export const deviceRoutes: Routes = {
  'GET /users/{user-id}/managedDevices': (call) => {
    const { id } = userOf(call);
    return { collection: [...call.tenant.managedDevices.values()].filter((device) => device.userId === id) };
  },
  'GET /users/{user-id}/ownedDevices': owned,
  'GET /users/{user-id}/registeredDevices': owned,
  'GET /deviceManagement/managedDevices': ({ tenant }) => ({ collection: [...tenant.managedDevices.values()] }),
  [`GET ${devicePath}`]: ({ tenant, ids }) => ({ entity: existing(tenant.managedDevices.get(ids[0]!)) }),
  [`PATCH ${devicePath}`]: ({ tenant, ids, body }) => {
    fieldsOf(body, ['managedDeviceName', 'notes', 'managedDeviceOwnerType']);
    return { entity: Object.assign(existing(tenant.managedDevices.get(ids[0]!)), body) };
  },
  [`POST ${devicePath}/syncDevice`]: order('syncDevice', (device, now) => {
    device.lastSyncDateTime = iso(now);
    done(device);
  }),
  [`POST ${devicePath}/rebootNow`]: order('rebootNow'),
  [`POST ${devicePath}/remoteLock`]: order('remoteLock'),
  [`POST ${devicePath}/locateDevice`]: order('locateDevice'),
  [`POST ${devicePath}/retire`]: order('retire', (device) => {
    device.managementState = 'retirePending';
  }),
  'GET /informationProtection/bitlocker/recoveryKeys': ({ tenant, caller }) => ({
    collection: [...tenant.recoveryKeys.values()].filter(
      (key) => caller.kind === 'application' || key.$owner === caller.id,
    ),
  }),
  // The value is given only where it is asked for by name, with a permission of its own.
  'GET /informationProtection/bitlocker/recoveryKeys/{bitlockerRecoveryKey-id}': ({ tenant, ids, query, caller }) => {
    const key = existing(tenant.recoveryKeys.get(ids[0]!));
    if (caller.kind === 'person' && key.$owner !== caller.id) throw new Refused(403);
    if (!query.get('$select')?.split(',').includes('key')) return { entity: key };
    if (!caller.permissions.has('BitlockerKey.Read.All')) throw new Refused(403);
    return { entity: { ...key, key: key.$key } };
  },
};
