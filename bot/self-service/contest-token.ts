import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Queries } from '../../adapters/database/port.ts';
import { settleSetting } from '../../adapters/database/repositories/settings.ts';

/** Signs what a notice's « ce n'était pas moi » carries: the same in every try of the mail, guessed by nobody. */
export type ContestKey = string;

/** One key for all nodes, made at the first start. */
export const loadContestKey = (db: Queries): Promise<ContestKey> =>
  settleSetting(db, 'contest-key', randomBytes(32).toString('base64url'));

export const contestToken = (key: ContestKey, requestId: string): string =>
  createHmac('sha256', key).update(`contest ${requestId}`).digest('base64url');

/** What the database keeps to find the request by. */
export const hashOfContest = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const contestHash = (key: ContestKey, requestId: string): string => hashOfContest(contestToken(key, requestId));
