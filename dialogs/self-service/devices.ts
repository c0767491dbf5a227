import type { ManagedDevice } from '../../adapters/directory/actions-port.ts';
import type { Localised } from '../../knowledge/index.ts';
import type { ActionInput, Choice, Examination, Text } from '../engine/types.ts';
import type { ActionContext } from './action.ts';
import { moment, named, written } from './action.ts';

export const deviceTexts = {
  which: { fr: 'Quel appareil ?', en: 'Which device?' },
  none: {
    fr: "Aucun appareil géré par l'organisation n'est à votre nom.",
    en: 'No device that the organisation manages is in your name.',
  },
  device: { fr: '{name} ({system})', en: '{name} ({system})' },
  gigabytes: { fr: '{count} Go', en: '{count} GB' },
} as const satisfies Readonly<Record<string, Localised>>;

/** « LT-0231 (Windows 11 24H2) ». */
export const describeDevice = ({ name, system, version }: ManagedDevice): Text =>
  written(deviceTexts.device, { name: named(name), system: named([system, version].filter(Boolean).join(' ')) });

export const gigabytes = (bytes: number): Text => written(deviceTexts.gigabytes, { count: Math.round(bytes / 1e9) });

/**
 * The device that the action is for, among the person's own that fit: the only one, the one chosen, or the question. An
 * id that is not in their list is as good as none (R27).
 */
export async function chooseDevice(
  { tenant, input, signal }: Pick<ActionContext, 'tenant' | 'input' | 'signal'>,
  fits: (device: ManagedDevice) => boolean = () => true,
  question: Localised = deviceTexts.which,
): Promise<{ device: ManagedDevice } | { examination: Examination }> {
  const devices = (await tenant.readDevices(signal)).filter(fits);
  if (devices.length === 0)
    return { examination: { type: 'refuse', code: 'no-device', texts: [written(deviceTexts.none)], ticket: true } };
  const chosen = devices.find(({ id }) => id === input.device) ?? (devices.length === 1 ? devices[0] : undefined);
  if (chosen) return { device: chosen };
  const choices: Choice[] = devices.map((device) => ({ id: device.id, label: describeDevice(device) }));
  return { examination: { type: 'choose', parameter: 'device', question: written(question), choices } };
}

/** The device of a confirmed action; still the person's own when it is run. @throws nothing: undefined when it is gone */
export async function findDevice(
  { tenant, input, signal }: { tenant: ActionContext['tenant']; input: ActionInput; signal: AbortSignal },
  fits: (device: ManagedDevice) => boolean = () => true,
): Promise<ManagedDevice | undefined> {
  const devices = (await tenant.readDevices(signal)).filter(fits);
  return devices.find(({ id }) => id === input.device);
}

/** What is agreed to names the device, also where there was only one to choose from. */
export const forDevice = (input: ActionInput, { id, name }: ManagedDevice): ActionInput => ({
  ...input,
  device: id,
  label: name,
});

/** Whether the device received the order: a device that is off gets it when it is back. */
export async function wasOrdered(
  context: { tenant: ActionContext['tenant']; input: ActionInput; signal: AbortSignal; now: number },
  name: string,
): Promise<boolean> {
  const order = (await findDevice(context))?.lastOrder;
  return order?.name === name && order.state !== 'failed' && order.at >= context.now - 5 * 60_000;
}

export const lastSeen = (device: ManagedDevice): Text | undefined =>
  device.lastSync === undefined ? undefined : moment(device.lastSync);
