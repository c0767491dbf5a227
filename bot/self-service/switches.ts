import type { Queries } from '../../adapters/database/port.ts';
import { findSetting, saveSetting } from '../../adapters/database/repositories/settings.ts';

/** What a security officer can freeze at one press, on every node at once (R40). */
export const switches = ['self-service', 'campaigns'] as const;
export type Switch = (typeof switches)[number];

export interface SwitchState {
  readonly frozen: boolean;
  readonly by?: string;
  /** epoch ms */
  readonly at?: number;
}

/** Asked of the database each time: a freeze holds from the commit that writes it, wherever the next action runs. */
export async function readSwitch(db: Queries, name: Switch): Promise<SwitchState> {
  const stored = await findSetting(db, `switch:${name}`);
  return stored === undefined ? { frozen: false } : (JSON.parse(stored) as SwitchState);
}

export const setSwitch = (db: Queries, name: Switch, state: SwitchState): Promise<void> =>
  saveSetting(db, `switch:${name}`, JSON.stringify(state));
