import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Localised } from '../../knowledge/index.ts';
import type { Texts } from '../rendering/texts.ts';
import { page, redirect } from './answers.ts';
import { parse } from './bodies.ts';
import type { DeskConfig } from './identity.ts';
import { checkFormToken, formToken } from './origin.ts';
import {
  changeOutage,
  declare,
  declareBody,
  type OutageParts,
  outageRoles,
  patchBody,
  showOutages,
} from './outages.ts';
import { preferredLanguage, readerOf } from './pages/layout.ts';
import { outagesPage } from './pages/outage-pages.ts';
import { refuse } from './refusal.ts';
import type { DeskRequest, Route } from './routes.ts';

type Parts = OutageParts & { readonly texts: Texts; readonly config: DeskConfig };

const verbs = { confirm: 'open', update: undefined, close: 'closed', dismiss: 'dismissed' } as const;

const fields = z.object({
  by: z.string(),
  family: z.string().optional(),
  site: z.string().optional(),
  kind: z.enum(['outage', 'maintenance']).optional(),
  crisis: z.literal('yes').optional(),
  title_fr: z.string().optional(),
  title_en: z.string().optional(),
  text_fr: z.string().optional(),
  text_en: z.string().optional(),
  text_id: z.string().optional(),
  minutes: z.coerce.number().int().min(1).max(2880).optional(),
  starts: z.string().optional(),
  ends: z.string().optional(),
});

/** `/desk/outages`: the same as the API, for people; it works without a script. */
export function outagePages(parts: Parts): Route[] {
  const { texts, config, organisation, scripts, now } = parts;

  const read = async ({ body, headers }: DeskRequest) => {
    const given = Object.fromEntries(new URLSearchParams(await body('application/x-www-form-urlencoded')));
    checkFormToken(config, headers, given.token ?? '');
    const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value.trim() !== ''));
    return parse(fields, said);
  };
  const said = (form: z.infer<typeof fields>) => ({
    by: form.by,
    ...both('title', form.title_fr, form.title_en),
    ...both('text', form.text_fr, form.text_en),
    ...(form.text_id === undefined ? {} : { text_id: form.text_id }),
    ...(form.minutes === undefined ? {} : { next_update_at: new Date(now() + form.minutes * 60_000).toISOString() }),
    ...instant('starts_at', form.starts, organisation.timeZone),
    ...instant('ends_at', form.ends, organisation.timeZone),
  });

  return [
    {
      method: 'get',
      path: '/desk/outages',
      roles: outageRoles,
      handle: async ({ headers, identity, query }) => {
        const reader = readerOf(texts, preferredLanguage(headers['accept-language']), now());
        const token = formToken(config, headers);
        const families = [...scripts.values()]
          .map(({ code, title }) => ({ code, title }))
          .toSorted((one, other) => one.title[reader.language].localeCompare(other.title[reader.language]));
        const markup = outagesPage(reader, await showOutages(parts), {
          token: token.value,
          name: identity.name,
          done: query.done !== undefined,
          families,
          chosen: query.family,
          organisation,
        });
        return page(markup, 200, token.setCookie === undefined ? {} : { 'set-cookie': token.setCookie });
      },
    },
    {
      method: 'post',
      path: '/desk/outages',
      roles: outageRoles,
      handle: async (request) => {
        const form = await read(request);
        const body = parse(declareBody, {
          ...said(form),
          families: form.family === undefined ? [] : [form.family],
          sites: form.site === undefined ? [] : [form.site],
          crisis: form.crisis === 'yes',
          kind: form.kind ?? 'outage',
        });
        await declare(parts, body, request.identity);
        return redirect('/desk/outages?done=1');
      },
    },
    {
      method: 'post',
      path: '/desk/outages/:id/:verb',
      roles: outageRoles,
      handle: async (request) => {
        const { id, verb } = request.parameters as { id: string; verb: string };
        if (!Object.hasOwn(verbs, verb)) throw refuse('not_found');
        const status = verbs[verb as keyof typeof verbs];
        const body = parse(patchBody, { ...said(await read(request)), ...(status === undefined ? {} : { status }) });
        await changeOutage(parts, id, body, request.identity);
        return redirect('/desk/outages?done=1');
      },
    },
  ];
}

/** Written in one language only, it stands for both. */
function both(name: string, fr: string | undefined, en: string | undefined): Readonly<Record<string, Localised>> {
  const [one, other] = [fr ?? en, en ?? fr];
  return one === undefined || other === undefined ? {} : { [name]: { fr: one, en: other } };
}

/** What a browser's date field holds, in the organisation's time zone. */
function instant(name: string, local: string | undefined, zone: string): Readonly<Record<string, string>> {
  if (local === undefined) return {};
  const at = DateTime.fromISO(local, { zone });
  if (!at.isValid) throw refuse('invalid_request', `${name}: not a date and a time`);
  return { [name]: at.toUTC().toISO() };
}
