import type { Hindrance } from '../tenant-file.ts';

/** Somebody to seed: of the file, or just come. */
export interface Newcomer {
  readonly id: string;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly address: string;
  /** null for somebody who has just come. */
  readonly language: 'fr' | 'en' | null;
  readonly job: string | null;
  readonly department: string;
  readonly office: string;
  readonly enabled: boolean;
  readonly devices: readonly string[];
  readonly hindrance: Hindrance | undefined;
  readonly manager: string | undefined;
}
