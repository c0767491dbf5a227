import type { Queries } from '../../adapters/database/port.ts';
import { countTicketsBetween } from '../../adapters/database/repositories/tickets.ts';
import { leastGroup } from '../../dialogs/campaigns/report/disclosure.ts';
import { type Interval, rateRatio } from '../../dialogs/campaigns/report/statistics.ts';
import type { Campaign } from '../../dialogs/campaigns/types.ts';
import type { Taxonomy } from '../../dialogs/taxonomy.ts';
import type { Localised } from '../../knowledge/index.ts';

/** Who received a campaign, and who was drawn not to. */
export interface Compared {
  readonly reached: readonly string[];
  readonly heldOut: readonly string[];
}

/** Tickets of one family in as many days before a campaign as after it. */
export interface TicketEffect {
  readonly family: Localised;
  readonly before: number;
  readonly after: number;
  readonly ratio: Interval;
  /** With a holdout: tickets a person since, of those who received it over those who did not. */
  readonly againstHoldout?: Interval;
}

const day = 24 * 3600_000;
const longest = 60 * day;

/** Families that a campaign of a subject is meant to act on. */
const bySubject: Readonly<Record<string, readonly string[]>> = {
  phishing: ['security.phishing', 'security.account-compromise'],
  'sign-in': ['security.account-compromise', 'account.mfa'],
  passwords: ['account.password', 'account.locked'],
  fraud: ['security.fraud'],
  'lost-device': ['security.lost-device'],
  backups: ['backup.restore'],
  'personal-data': ['security.data-leak'],
};

/**
 * What became of the tickets that a campaign is about: as many days before its start as have passed since, sixty at
 * most. More reports of phishing may well be its success: the table tells, it does not judge.
 */
export async function ticketEffect(
  db: Queries,
  campaign: Campaign,
  start: number | undefined,
  taxonomy: Taxonomy,
  now: number,
  compared?: Compared,
): Promise<readonly TicketEffect[]> {
  const families = campaign.change?.families ?? bySubject[campaign.subject] ?? [];
  if (start === undefined || now - start < day) return [];
  const span = Math.min(longest, now - start);
  return Promise.all(
    families.map(async (code) => {
      const [before, after] = await Promise.all([
        countTicketsBetween(db, code, start - span, start),
        countTicketsBetween(db, code, start, start + span),
      ]);
      const againstHoldout = compared && (await compare(db, code, compared, start, start + span));
      const family = taxonomy.find(code);
      return {
        family: family ? { fr: family.fr, en: family.en } : { fr: code, en: code },
        before,
        after,
        ratio: rateRatio({ events: after, people: 1 }, { events: before, people: 1 }),
        ...(againstHoldout ? { againstHoldout } : {}),
      };
    }),
  );
}

/** Drawn at random, the two differ by the campaign alone. Nothing is told of fewer than ten people (R36). */
async function compare(
  db: Queries,
  code: string,
  { reached, heldOut }: Compared,
  from: number,
  until: number,
): Promise<Interval | undefined> {
  if (reached.length < leastGroup || heldOut.length < leastGroup) return undefined;
  const [received, not] = await Promise.all(
    [reached, heldOut].map(async (people) => ({
      events: await countTicketsBetween(db, code, from, until, people),
      people: people.length,
    })),
  );
  return rateRatio(received!, not!);
}
