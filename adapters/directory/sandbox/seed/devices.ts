import { idOf, iso, numberOf } from '../entity.ts';
import type { Tenant } from '../tenant.ts';
import type { TenantFile } from '../tenant-file.ts';
import type { Newcomer } from './newcomer.ts';

const minute = 60_000;
const day = 86_400_000;
const gigabyte = 1024 ** 3;

/** A person's devices: as Intune manages them, as Entra knows them, and the recovery key of an encrypted Windows disk. */
export function seedDevices(tenant: Tenant, file: TenantFile, person: Newcomer, now: number): void {
  for (const name of person.devices) {
    const model = file.models[name.slice(0, 2)];
    if (!model) throw new Error(`tenant.yaml: no model for the device ${name}; add it under models`);
    const id = idOf(name);
    const deviceId = idOf(`entra ${name}`);
    const enrolled = iso(now - (60 + numberOf(name, 900)) * day);
    const total = model.storageGb * gigabyte;
    tenant.managedDevices.set(id, {
      id,
      userId: person.id,
      userPrincipalName: person.address,
      userDisplayName: person.displayName,
      emailAddress: person.address,
      azureADDeviceId: deviceId,
      deviceName: name,
      managedDeviceName: `${person.address.split('@')[0]}_${model.system}_${name}`,
      managedDeviceOwnerType: model.personal ? 'personal' : 'company',
      operatingSystem: model.system,
      osVersion: model.version,
      manufacturer: model.maker,
      model: model.model,
      serialNumber: `S${numberOf(`serial ${name}`, 1e9)}`,
      managementAgent: 'mdm',
      managementState: 'managed',
      complianceState: model.compliance,
      isEncrypted: model.system !== 'Android',
      totalStorageSpaceInBytes: total,
      freeStorageSpaceInBytes: Math.floor((total * (4 + numberOf(`free ${name}`, 70))) / 100),
      enrolledDateTime: enrolled,
      lastSyncDateTime: iso(now - model.syncedMinutesAgo * minute),
      deviceActionResults: [],
    });
    const objectId = idOf(`object ${name}`);
    tenant.devices.set(objectId, {
      id: objectId,
      $owner: person.id,
      deviceId,
      displayName: name,
      accountEnabled: true,
      operatingSystem: model.system,
      operatingSystemVersion: model.version,
      isCompliant: model.compliance === 'compliant',
      isManaged: true,
      trustType: 'AzureAd',
      deviceOwnership: model.personal ? 'personal' : 'company',
      registrationDateTime: enrolled,
    });
    if (model.system === 'Windows') {
      const keyId = idOf(`bitlocker ${name}`);
      const groups = Array.from({ length: 8 }, (_, at) =>
        String(numberOf(`${name} ${at}`, 65_536) * 11).padStart(6, '0'),
      );
      tenant.recoveryKeys.set(keyId, {
        id: keyId,
        createdDateTime: enrolled,
        deviceId,
        volumeType: 'operatingSystemVolume',
        $owner: person.id,
        $key: groups.join('-'),
      });
    }
  }
}
