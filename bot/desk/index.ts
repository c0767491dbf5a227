import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Server } from 'restify';
import type { Database } from '../../adapters/database/port.ts';
import type { Organisation } from '../../knowledge/index.ts';
import type { Figures } from '../figures/index.ts';
import type { Problems } from '../problems/index.ts';
import type { Texts } from '../rendering/texts.ts';
import { json, page, redirect } from './answers.ts';
import { campaignLifeApi, campaignLifePages } from './campaign-life-routes.ts';
import { type CampaignDesk, campaignApi, campaignPages } from './campaign-routes.ts';
import { figureRoutes } from './figures.ts';
import type { DeskAccess, DeskConfig } from './identity.ts';
import { type ModelDesk, modelApi, modelPages } from './model-routes.ts';
import { outagePages } from './outage-pages.ts';
import { type OutageDesk, outageApi } from './outages.ts';
import { errorPage, preferredLanguage, type Reader, readerOf } from './pages/layout.ts';
import { privacyPage, termsPage } from './pages/public.ts';
import { problemRoutes } from './problems.ts';
import { refuse } from './refusal.ts';
import { addRoute, type Route, type Routing, type WordError } from './routes.ts';
import { type SelfServiceDesk, selfServiceApi, selfServicePages } from './self-service.ts';
import type { TicketActions } from './ticket-actions.ts';
import { ticketApi } from './ticket-api.ts';
import { ticketPages } from './ticket-pages.ts';

export { createDeskAccess } from './access.ts';
export type { DeskAccess, DeskConfig } from './identity.ts';
export type { TicketChange } from './ticket-actions.ts';

export interface DeskOptions {
  readonly server: Server;
  readonly config: DeskConfig;
  readonly access: DeskAccess;
  readonly database: Database;
  readonly organisation: Organisation;
  readonly texts: Texts;
  readonly logger: Logger;
  readonly onTicketChanged: TicketActions['onTicketChanged'];
  /** Where programs of others report to. */
  readonly webhooks?: readonly Route[];
  /** Absent where there is no tenant to act on. */
  readonly selfService?: SelfServiceDesk;
  readonly model?: ModelDesk;
  readonly problems?: Problems;
  readonly figures?: Figures;
  /** Major incidents. */
  readonly outages?: OutageDesk;
  /** Absent where there are no campaigns. */
  readonly campaigns?: CampaignDesk;
  /** epoch ms */
  readonly now?: () => number;
}

/** Puts `/desk` and `/desk/api` on the server: web pages and JSON for technicians. The server parses no body of theirs. */
export function registerDesk(options: DeskOptions): void {
  const { server, config, access, logger, texts } = options;
  const desk = { ...options, now: options.now ?? Date.now };
  const readerFor = (acceptLanguage: string | undefined) =>
    readerOf(texts, preferredLanguage(acceptLanguage), desk.now());

  const asJson: WordError = (error, status, id, headers) => {
    const code = status === 500 ? 'internal' : error.code;
    const key = config.local && code === 'unauthenticated' ? 'unauthenticated.api' : code;
    const said = readerFor(headers['accept-language']).text(`desk.error.${key}`);
    const message = status < 500 && error.message !== '' ? `${said} (${error.message})` : said;
    return withChallenge(json({ error: { code, message, id } }, status));
  };
  const asPage: WordError = (error, status, id, headers) => {
    const code = status === 500 ? 'internal' : error.code;
    const local = config.local && code === 'unauthenticated';
    const reader = readerFor(headers['accept-language']);
    return withChallenge(page(errorPage(reader, `desk.error.${code}${local ? '.local' : ''}`, id, local), status));
  };

  const add = (routes: readonly Route[], wordError: WordError) => {
    const routing: Routing = { server, config, access, logger, wordError };
    for (const route of routes) addRoute(routing, route);
  };
  add(ticketApi(desk), asJson);
  add(options.webhooks ?? [], asJson);
  if (options.selfService) {
    const parts = { ...desk, ...options.selfService };
    add(selfServiceApi(parts), asJson);
    add(selfServicePages(parts), asPage);
  }
  if (options.model) {
    const parts = { ...desk, ...options.model };
    add(modelApi(parts), asJson);
    add(modelPages(parts), asPage);
  }
  if (options.figures) {
    const { api, pages } = figureRoutes({ ...desk, figures: options.figures });
    add(api, asJson);
    add(pages, asPage);
  }
  if (options.problems) {
    const { api, pages } = problemRoutes({ ...desk, problems: options.problems });
    add(api, asJson);
    add(pages, asPage);
  }
  if (options.outages) {
    const parts = { ...desk, ...options.outages };
    add(outageApi(parts), asJson);
    add(outagePages(parts), asPage);
  }
  if (options.campaigns) {
    const parts = { ...desk, ...options.campaigns };
    const { life } = options.campaigns;
    // Fixed words of an address come before those that name a campaign.
    if (life) add(campaignLifePages({ ...desk, life }), asPage);
    if (life) add(campaignLifeApi({ ...desk, life }), asJson);
    add(campaignApi(parts), asJson);
    add(campaignPages(parts), asPage);
  }
  add([...ticketPages(desk), ...publicPages(desk, readerFor), styles()], asPage);
  if (config.local) add([opening(access)], asPage);
}

function withChallenge(answer: ReturnType<typeof json>): ReturnType<typeof json> {
  if (answer.status !== 401) return answer;
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Bearer' } };
}

/** What the app's manifest links to; anybody may read them. */
function publicPages(
  { organisation }: DeskOptions,
  readerFor: (acceptLanguage: string | undefined) => Reader,
): Route[] {
  const route = (path: string, render: (reader: Reader) => string): Route => ({
    method: 'get',
    path,
    roles: 'anyone',
    handle: async ({ headers }) => page(render(readerFor(headers['accept-language']))),
  });
  return [route('/privacy', (reader) => privacyPage(reader, organisation)), route('/terms', termsPage)];
}

function styles(): Route {
  const body = readFileSync(new URL('./desk.css', import.meta.url), 'utf8');
  const headers = { 'content-type': 'text/css; charset=utf-8' };
  return {
    method: 'get',
    path: '/desk/desk.css',
    roles: 'anyone',
    handle: async () => ({ status: 200, headers, body }),
  };
}

/** The one-time link printed at start; opened again by the same browser it just leads on. */
function opening(access: DeskAccess): Route {
  return {
    method: 'get',
    path: '/desk/open',
    roles: 'anyone',
    handle: async ({ query, headers }) => {
      const setCookie = access.open(query.key ?? '');
      if (setCookie !== undefined) return redirect('/desk', { 'set-cookie': setCookie });
      if (await access.identify(headers)) return redirect('/desk');
      throw refuse('link_spent');
    },
  };
}
