import type { ManagedDevice } from '../../adapters/directory/actions-port.ts';
import type { Localised } from '../../knowledge/index.ts';
import type { Text } from '../engine/types.ts';
import type { ActionContext, SelfServiceAction } from './action.ts';
import { written } from './action.ts';
import { chooseDevice, describeDevice, deviceTexts, findDevice, forDevice, wasOrdered } from './devices.ts';

interface DeviceOrder extends Pick<SelfServiceAction, 'id' | 'title' | 'description' | 'phrases' | 'permissions'> {
  /** Intune's own name of the order. */
  readonly order: string;
  readonly fits?: (device: ManagedDevice) => boolean;
  readonly texts: { readonly changes: Localised; readonly undo: Localised; readonly done: Localised };
  readonly give: (context: ActionContext, device: ManagedDevice) => Promise<void>;
}

/** An order that Intune gives to a device of the person: which one, what it does, done, received. */
export function deviceOrder({ order, fits, texts, give, ...described }: DeviceOrder): SelfServiceAction {
  const gone: Text = written(deviceTexts.none);
  return {
    ...described,
    risk: 'high',
    perDay: 10,
    repeatable: true,
    texts: { ...deviceTexts, ...texts },
    async examine(context) {
      const chosen = await chooseDevice(context, fits);
      if ('examination' in chosen) return chosen.examination;
      const device = describeDevice(chosen.device);
      const preview = [written(texts.changes, { device }), written(texts.undo)];
      return { type: 'confirm', preview, input: forDevice(context.input, chosen.device) };
    },
    async run(context) {
      const device = await findDevice(context, fits);
      if (!device) return { texts: [], partial: [gone] };
      await give(context, device);
      return { texts: [written(texts.done, { device: describeDevice(device) })] };
    },
    verify: (context) => wasOrdered(context, order),
    async undo() {
      return [written(texts.undo)];
    },
  };
}
