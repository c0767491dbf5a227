import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../config.ts';

/** App roles of the manifest's app registration; every route names those it admits. */
export const roles = ['Technician', 'SecurityOfficer', 'ContentOwner', 'Administrator'] as const;
export type Role = (typeof roles)[number];

/** Who uses the desk. */
export interface Identity {
  readonly roles: readonly Role[];
  /** From the token; absent in local mode, where who acts says so. */
  readonly name?: string;
  /** Entra object id, from the token. */
  readonly personId?: string;
}

export type DeskConfig = Pick<Config, 'local' | 'deskToken' | 'publicUrl' | 'app' | 'allowedTenants' | 'cloud'>;

export interface DeskAccess {
  /** Who asks, or undefined when that cannot be told. Says nothing of what they may do. */
  identify(headers: IncomingHttpHeaders): Promise<Identity | undefined>;
  /** Local mode only: spends the key of a one-time link, and gives the cookie of a new session. */
  open(key: string): string | undefined;
  /** Local mode only: the path of a new one-time link. */
  oneTimeLink(): string;
  /** Local mode only: what `Authorization: Bearer` must hold. */
  readonly token: string | undefined;
}

/** The token of `Authorization: Bearer`, if there is one. */
export function bearerToken(headers: IncomingHttpHeaders): string | undefined {
  return /^Bearer ([\w.~+/=-]+)$/i.exec(headers.authorization ?? '')?.[1];
}

export function cookie(headers: IncomingHttpHeaders, name: string): string | undefined {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}
