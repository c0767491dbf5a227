import type { Activity } from 'botbuilder';
import type { Directory } from '../../adapters/directory/port.ts';
import type { Config } from '../config.ts';

/**
 * Who may make a channel the technicians' one: an administrator of Guichet (GUICHET_ADMINISTRATORS), or an owner of the
 * team, which the roster does not tell and Graph does. Local mode knows no owners: anybody may.
 */
export function mayChooseChannel(config: Config, directory: Directory): (activity: Activity) => Promise<boolean> {
  return async (activity) => {
    if (config.local) return true;
    const personId = activity.from.aadObjectId;
    if (personId === undefined) return false;
    if (config.administrators.includes(personId.toLowerCase())) return true;
    const teamId = activity.channelData?.team?.aadGroupId;
    if (typeof teamId !== 'string') return false;
    return directory.isTeamOwner(teamId, personId, AbortSignal.timeout(1000)).catch(() => false);
  };
}
