import { fold, type Localised, type Organisation } from '../../knowledge/index.ts';

/** A major incident or planned maintenance that employees are told of; times in epoch ms. */
export interface KnownOutage {
  readonly id: string;
  readonly kind: 'outage' | 'maintenance';
  readonly title: Localised;
  /** Families of problems that it explains; `network` stands for all of `network.…`. */
  readonly families: readonly string[];
  /** Ids of sites; none means everywhere. */
  readonly sites: readonly string[];
  readonly crisis: boolean;
  /** Of the newest update. */
  readonly sequence: number;
  /** The newest words about it. */
  readonly text?: Localised;
  readonly startsAt: number;
  readonly endsAt?: number;
  /** When it was last spoken of, and when it will be again. */
  readonly toldAt: number;
  readonly nextUpdateAt?: number;
}

export const isOfFamily = (code: string, families: readonly string[]): boolean =>
  families.some((family) => code === family || code.startsWith(`${family}.`));

/** Whether it explains a problem of that family at that site; where the site is not known, it may. */
export const concerns = (
  { families, sites }: Pick<KnownOutage, 'families' | 'sites'>,
  code: string | undefined,
  site: string | undefined,
): boolean =>
  code !== undefined &&
  isOfFamily(code, families) &&
  (sites.length === 0 || site === undefined || sites.includes(site));

/** The id of the organisation's site that a place is, as the directory or a person calls it. */
export function siteOf(place: string | undefined, { sites }: Pick<Organisation, 'sites'>): string | undefined {
  if (place === undefined || place === '') return undefined;
  const said = fold(place);
  const named = sites.find(({ id, name }) => id === place || said.includes(fold(name)));
  if (named) return named.id;
  const words = ` ${said.replace(/[^\p{L}\d]+/gu, ' ')} `;
  return sites.find((site) => site.words.some((word) => words.includes(` ${fold(word)} `)))?.id;
}

/** The site among facts, whatever a script calls it by. */
export const siteOfFacts = (
  facts: readonly { readonly id: string; readonly value: string }[],
  organisation: Pick<Organisation, 'sites'>,
): string | undefined => siteOf(facts.find(({ id }) => id === 'site')?.value, organisation);
