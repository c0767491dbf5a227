import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Localised, Organisation } from '../../knowledge/index.ts';
import { json } from '../desk/answers.ts';
import { parse, parseJson } from '../desk/bodies.ts';
import { bearerToken } from '../desk/identity.ts';
import { refuse } from '../desk/refusal.ts';
import type { Route } from '../desk/routes.ts';
import type { Signal, Signals } from './signals.ts';

const labels = z.record(z.string(), z.string());

/** Alertmanager's webhook payload, version 4: the fields that are used. */
const payload = z.object({
  version: z.literal('4'),
  groupKey: z.string().min(1).max(2000),
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels,
        annotations: labels.default({}),
        startsAt: z.iso.datetime({ offset: true }),
        fingerprint: z.string().min(1).max(100),
      }),
    )
    .max(1000),
});

export interface AlertsOptions {
  readonly organisation: Organisation;
  readonly signals: Signals;
  /** What Alertmanager sends as `Authorization: Bearer`; without one everything is refused. */
  readonly token: string | undefined;
}

/** Bytes (R25). */
const bodyLimit = 256 * 1024;

/**
 * `POST /webhooks/alerts`. Each alert is known by its fingerprint and its start: sent again, or captured and replayed, it
 * changes nothing (R33). Alerts that organisation.yaml maps to no family are counted and left alone.
 */
export function alertsWebhook({ organisation, signals, token }: AlertsOptions): Route {
  return {
    method: 'post',
    path: '/webhooks/alerts',
    roles: 'anyone',
    async handle({ headers, body }) {
      if (token === undefined) throw refuse('webhooks_off', 'GUICHET_ALERTS_TOKEN is not set');
      if (!same(bearerToken(headers) ?? '', token)) throw refuse('unauthenticated');
      const { groupKey, alerts } = parse(payload, parseJson(await body('application/json', bodyLimit)));
      const done: Record<string, number> = {};
      for (const alert of alerts) {
        const rule = organisation.outages.alerts.find((each) =>
          Object.entries(each.labels).every(([name, value]) => alert.labels[name] === value),
        );
        const outcome = rule
          ? await signals.take({
              source: 'alert',
              key: `${alert.fingerprint}|${Date.parse(alert.startsAt)}`,
              group: `${groupKey}|${rule.families.join()}|${rule.sites.join()}`,
              firing: alert.status === 'firing',
              title: titleOf(alert, rule.title),
              families: rule.families,
              sites: rule.sites,
              startsAt: Date.parse(alert.startsAt),
            } satisfies Signal)
          : 'unmapped';
        done[outcome] = (done[outcome] ?? 0) + 1;
      }
      return json({ alerts: done });
    },
  };
}

/** Words of supervision, which has one language only. */
function titleOf(
  { labels, annotations }: { labels: Record<string, string>; annotations: Record<string, string> },
  title?: Localised,
): Localised {
  if (title) return title;
  const words = (annotations.summary ?? annotations.description ?? labels.alertname ?? 'alert').slice(0, 200);
  return { fr: annotations.summary_fr?.slice(0, 200) ?? words, en: words };
}

function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
