import { z } from 'zod';
import type { Localised } from '../../knowledge/index.ts';
import type { Problems } from '../problems/index.ts';
import type { Texts } from '../rendering/texts.ts';
import { json, page, redirect } from './answers.ts';
import { parse, parseJson } from './bodies.ts';
import type { DeskConfig } from './identity.ts';
import { checkFormToken, formToken } from './origin.ts';
import { preferredLanguage, readerOf } from './pages/layout.ts';
import { problemsPage } from './pages/problem-page.ts';
import type { Route } from './routes.ts';

export interface ProblemParts {
  readonly problems: Problems;
  readonly texts: Texts;
  readonly config: DeskConfig;
  readonly now: () => number;
}

const words = z.string().trim().min(1).max(4000);
const localised = z
  .union([words, z.strictObject({ fr: words, en: words })])
  .transform((value): Localised => (typeof value === 'string' ? { fr: value, en: value } : value));
const by = z.string().trim().min(1).max(200);
const reference = z.string().trim().min(1).max(100);

const body = z.strictObject({
  by,
  status: z.enum(['solved', 'dismissed']).optional(),
  /** What the ticket system calls it. */
  reference: reference.optional(),
  solution: localised.optional(),
});

const form = z.object({
  by,
  do: z.enum(['link', 'solve', 'dismiss']),
  reference: z.string().optional(),
  solution_fr: z.string().optional(),
  solution_en: z.string().optional(),
});

const roles = ['Technician', 'Administrator'] as const;

/** `GET /desk/api/problems`, `PATCH /desk/api/problems/{id}`, and the page of both. */
export function problemRoutes({ problems, texts, config, now }: ProblemParts): { api: Route[]; pages: Route[] } {
  const api: Route[] = [
    {
      method: 'get',
      path: '/desk/api/problems',
      roles,
      handle: async () => {
        const listed = await problems.list();
        return json({
          problems: listed.map((each) => ({
            id: each.id,
            status: each.status,
            category: each.category,
            title: each.title,
            count: each.members.length,
            people: each.people,
            trend: { last_7_days: each.trend.lastWeek, previous_7_days: each.trend.weekBefore },
            shared: each.shared,
            error_codes: each.errorCodes,
            members: each.members,
            first_at: new Date(each.firstAt).toISOString(),
            last_at: new Date(each.lastAt).toISOString(),
            external_reference: each.externalReference ?? null,
          })),
        });
      },
    },
    {
      method: 'patch',
      path: '/desk/api/problems/:id',
      roles,
      handle: async (request) => {
        const change = parse(body, parseJson(await request.body('application/json')));
        const signed = { ...change, by: request.identity.name ?? change.by };
        const { problem, draft } = await problems.change(request.parameters.id!, signed);
        const { id, status, externalReference, members } = problem;
        return json({ id, status, external_reference: externalReference ?? null, members, draft: draft ?? null });
      },
    },
  ];
  const pages: Route[] = [
    {
      method: 'get',
      path: '/desk/problems',
      roles,
      handle: async ({ headers, identity, query }) => {
        const reader = readerOf(texts, preferredLanguage(headers['accept-language']), now());
        const token = formToken(config, headers);
        const shown = (await problems.list()).filter(({ status }) => status !== 'dismissed');
        const done = query.done !== undefined;
        const markup = problemsPage(reader, shown, { token: token.value, name: identity.name, done });
        return page(markup, 200, token.setCookie === undefined ? {} : { 'set-cookie': token.setCookie });
      },
    },
    {
      method: 'post',
      path: '/desk/problems/:id',
      roles,
      handle: async (request) => {
        const given = Object.fromEntries(new URLSearchParams(await request.body('application/x-www-form-urlencoded')));
        checkFormToken(config, request.headers, given.token ?? '');
        const said = parse(form, Object.fromEntries(Object.entries(given).filter(([, value]) => value.trim() !== '')));
        const [fr, en] = [said.solution_fr ?? said.solution_en, said.solution_en ?? said.solution_fr];
        await problems.change(request.parameters.id!, {
          by: request.identity.name ?? said.by,
          ...(said.do === 'link' ? { reference: parse(reference, said.reference) } : {}),
          ...(said.do === 'dismiss' ? { status: 'dismissed' } : {}),
          ...(said.do === 'solve' ? { status: 'solved' } : {}),
          ...(said.do === 'solve' && fr !== undefined && en !== undefined ? { solution: { fr, en } } : {}),
        });
        return redirect('/desk/problems?done=1');
      },
    },
  ];
  return { api, pages };
}
