import { z } from 'zod';
import type { Database } from '../../adapters/database/port.ts';
import type { AuditLog } from '../../adapters/database/repositories/audit.ts';
import { decideAcceptance, type ModelTerms, modelState } from '../answering/acceptance.ts';
import type { Texts } from '../rendering/texts.ts';
import { json, page, redirect } from './answers.ts';
import { parse, parseJson } from './bodies.ts';
import type { DeskConfig, Identity } from './identity.ts';
import { checkFormToken, formToken } from './origin.ts';
import { preferredLanguage, readerOf } from './pages/layout.ts';
import { modelPage } from './pages/model-page.ts';
import { refuse } from './refusal.ts';
import type { Route } from './routes.ts';

/** What the desk needs to let an administrator accept a language model, or withdraw it. */
export interface ModelDesk {
  /** Absent where no model is set. */
  readonly terms: ModelTerms | undefined;
  readonly audit: AuditLog;
}

type Parts = ModelDesk & {
  readonly database: Database;
  readonly texts: Texts;
  readonly config: DeskConfig;
  readonly now: () => number;
};

const administrators = ['Administrator'] as const;
const by = z.string().trim().min(1).max(200);
const decision = z.strictObject({ by, accepted: z.boolean() });
const decisionForm = z.object({ by, accepted: z.enum(['yes', 'no']) });

export function modelApi(parts: Parts): Route[] {
  return [
    {
      method: 'get',
      path: '/desk/api/language-model',
      roles: administrators,
      handle: async () => json(await modelState(parts.database.queries, parts.terms)),
    },
    {
      method: 'post',
      path: '/desk/api/language-model',
      roles: administrators,
      handle: async ({ body, identity }) => {
        await decide(parts, parse(decision, parseJson(await body('application/json'))), identity);
        return json(await modelState(parts.database.queries, parts.terms));
      },
    },
  ];
}

export function modelPages(parts: Parts): Route[] {
  const { config, texts, now } = parts;
  return [
    {
      method: 'get',
      path: '/desk/language-model',
      roles: administrators,
      handle: async ({ headers, identity }) => {
        const reader = readerOf(texts, preferredLanguage(headers['accept-language']), now());
        const token = formToken(config, headers);
        const content = modelPage(reader, await modelState(parts.database.queries, parts.terms), {
          token: token.value,
          name: identity.name,
        });
        return page(content, 200, token.setCookie === undefined ? {} : { 'set-cookie': token.setCookie });
      },
    },
    {
      method: 'post',
      path: '/desk/language-model',
      roles: administrators,
      handle: async ({ headers, body, identity }) => {
        const fields = Object.fromEntries(new URLSearchParams(await body('application/x-www-form-urlencoded')));
        checkFormToken(config, headers, fields.token ?? '');
        const form = parse(decisionForm, fields);
        await decide(parts, { by: form.by, accepted: form.accepted === 'yes' }, identity);
        return redirect('/desk/language-model');
      },
    },
  ];
}

async function decide(
  { terms, database, audit, now }: Parts,
  body: z.infer<typeof decision>,
  identity: Identity,
): Promise<void> {
  if (!terms) throw refuse('not_found');
  const name = identity.name ?? body.by;
  await decideAcceptance(
    { database, audit },
    { ...terms, accepted: body.accepted, by: name, at: now() },
    identity.personId,
  );
}
