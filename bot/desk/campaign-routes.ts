import type { Database } from '../../adapters/database/port.ts';
import { findAllFigures } from '../../adapters/database/repositories/campaign-figures.ts';
import { findFirstBeginning } from '../../adapters/database/repositories/participation.ts';
import { findPhishingReports, findSimulations, saveSimulation } from '../../adapters/database/repositories/phishing.ts';
import type { Programme } from '../../dialogs/campaigns/programme.ts';
import { leastGroup } from '../../dialogs/campaigns/report/disclosure.ts';
import type { Figures } from '../../dialogs/campaigns/report/report.ts';
import { quantile } from '../../dialogs/campaigns/report/statistics.ts';
import { type Simulation, simulationSchema } from '../../dialogs/campaigns/simulation.ts';
import type { Campaign } from '../../dialogs/campaigns/types.ts';
import { loadTaxonomy } from '../../dialogs/taxonomy.ts';
import type { Organisation } from '../../knowledge/index.ts';
import type { Life } from '../campaigns/life.ts';
import { type PublishedReport, type ReportOptions, reportOf } from '../campaigns/publish.ts';
import { ticketEffect } from '../campaigns/ticket-effect.ts';
import type { Texts } from '../rendering/texts.ts';
import { download, json, page } from './answers.ts';
import { parse, parseJson } from './bodies.ts';
import { reportCsv } from './campaign-csv.ts';
import { campaignForm, writeCampaign } from './campaign-form.ts';
import type { DeskConfig } from './identity.ts';
import { checkFormToken, formToken } from './origin.ts';
import { campaignFormPage, type FormPage } from './pages/campaign-form-page.ts';
import { campaignReportPage, type TrendPoint } from './pages/campaign-report.ts';
import { type CampaignsPage, campaignsPage } from './pages/campaigns-page.ts';
import { preferredLanguage, readerOf } from './pages/layout.ts';
import { worksCouncilPage } from './pages/works-council.ts';
import { refuse } from './refusal.ts';
import type { DeskRequest, Route } from './routes.ts';

/** What the desk needs of campaigns. */
export interface CampaignDesk {
  readonly campaigns: ReportOptions['campaigns'];
  readonly ledger?: ReportOptions['ledger'];
  readonly programme: Programme | undefined;
  /** Absent where nothing can be sent. */
  readonly life?: Life;
}

type Parts = CampaignDesk & {
  readonly database: Database;
  readonly organisation: Organisation;
  readonly texts: Texts;
  readonly config: DeskConfig;
  readonly now: () => number;
};

/** Reports hold totals alone: whoever writes or approves campaigns may read them. */
const readers = ['SecurityOfficer', 'ContentOwner'] as const;
const year = 365 * 24 * 3600_000;

export function campaignApi(parts: Parts): Route[] {
  return [
    {
      method: 'get',
      path: '/desk/api/campaigns/:id/report',
      roles: readers,
      handle: async ({ parameters }) => {
        const { campaign, figures, final } = await existing(parts, parameters.id!);
        return json({ campaign: campaign.id, final, ...figures });
      },
    },
    {
      method: 'get',
      path: '/desk/api/phishing-simulations',
      roles: readers,
      handle: async () => json({ simulations: await simulationsOf(parts) }),
    },
    {
      method: 'post',
      path: '/desk/api/phishing-simulations',
      roles: ['SecurityOfficer'],
      handle: async ({ body }) => {
        const simulation = parse(simulationSchema, parseJson(await body('application/json')));
        const day = (date: string) => Date.parse(`${date}T00:00:00Z`);
        await saveSimulation(
          parts.database.queries,
          {
            id: simulation.id,
            name: simulation.name,
            sender: simulation.sender,
            subject: simulation.subject,
            from: day(simulation.from),
            until: day(simulation.until) + 24 * 3600_000,
            figures: simulation,
          },
          parts.now(),
        );
        return json({ id: simulation.id }, 201);
      },
    },
  ];
}

export function campaignPages(parts: Parts): Route[] {
  const { config, texts, now, organisation, campaigns } = parts;
  const readerFor = ({ headers }: DeskRequest) => readerOf(texts, preferredLanguage(headers['accept-language']), now());
  const withToken = (request: DeskRequest, rest: Omit<FormPage, 'token' | 'organisation'>) => {
    const { value, setCookie } = formToken(config, request.headers);
    const markup = campaignFormPage(readerFor(request), { token: value, organisation, ...rest });
    return page(markup, 200, setCookie === undefined ? {} : { 'set-cookie': setCookie });
  };
  return [
    {
      method: 'get',
      path: '/desk/campaigns',
      roles: readers,
      handle: async (request) => page(campaignsPage(readerFor(request), await overview(parts))),
    },
    {
      method: 'get',
      path: '/desk/campaigns/new',
      roles: readers,
      handle: async (request) =>
        withToken(request, { form: { minutes: '2', expiryDays: '30', owner: 'security' }, problems: [] }),
    },
    {
      method: 'post',
      path: '/desk/campaigns/new',
      roles: readers,
      handle: async (request) => {
        const fields = Object.fromEntries(new URLSearchParams(await request.body('application/x-www-form-urlencoded')));
        checkFormToken(config, request.headers, fields.token ?? '');
        const form = parse(campaignForm, fields);
        const surroundings = { organisation, taxonomy: loadTaxonomy(), findPicture: () => undefined };
        const { yaml, campaign, problems } = writeCampaign(form, surroundings);
        const fine = campaign !== undefined && problems.length === 0;
        if (fine && fields.do === 'save') return download(`${campaign.id}.yaml`, 'application/yaml', Buffer.from(yaml));
        return withToken(request, { form, problems, yaml: fine ? yaml : undefined });
      },
    },
    {
      method: 'get',
      path: '/desk/campaigns/:id/report',
      roles: readers,
      handle: async (request) => {
        const report = await existing(parts, request.parameters.id!);
        const [trend, effect] = await Promise.all([trendOf(parts, report), effectOf(parts, report)]);
        return page(campaignReportPage(readerFor(request), { ...report, trend, effect }));
      },
    },
    {
      method: 'get',
      path: '/desk/campaigns/:id/report.csv',
      roles: readers,
      handle: async (request) => {
        const report = await existing(parts, request.parameters.id!);
        return download(`${report.campaign.id}.csv`, 'text/csv; charset=utf-8', Buffer.from(reportCsv(report)));
      },
    },
    {
      method: 'get',
      path: '/desk/campaigns/:id/works-council',
      roles: readers,
      handle: async (request) => {
        const campaign = campaigns.find(request.parameters.id!);
        if (!campaign) throw refuse('not_found');
        return page(worksCouncilPage(readerFor(request), campaign, organisation));
      },
    },
  ];
}

async function existing(parts: Parts, id: string): Promise<PublishedReport> {
  const report = await reportOf(parts, id);
  if (!report) throw refuse('not_found');
  return report;
}

/** Figures of campaigns on the same subject, oldest first: final ones, else the last interim ones. */
async function trendOf({ database, campaigns }: Parts, { campaign }: PublishedReport): Promise<TrendPoint[]> {
  const { queries } = database;
  const kinds = ['final', 'period-', 'interim'] as const;
  const [final, periods, interim] = await Promise.all(kinds.map((kind) => findAllFigures(queries, kind)));
  const closed = new Set([...final!, ...periods!].map((each) => each.campaign));
  return [...final!, ...periods!, ...interim!.filter((each) => !closed.has(each.campaign))]
    .toSorted((a, b) => a.at - b.at)
    .flatMap(({ campaign: id, figures, at }) => {
      const other = campaigns.find(id);
      const after = (figures as Figures).score?.after;
      return other?.subject === campaign.subject && after ? [{ title: other.title.fr, at, after }] : [];
    });
}

const effectOf = async ({ database, now }: Parts, { campaign, compared }: PublishedReport) =>
  ticketEffect(
    database.queries,
    campaign,
    await findFirstBeginning(database.queries, campaign.id),
    loadTaxonomy(),
    now(),
    compared,
  );

const simulationsOf = async ({ database }: Parts): Promise<Simulation[]> =>
  (await findSimulations(database.queries)).map(({ figures }) => figures as Simulation);

/** What was reported here of each simulation, and how fast: from its first day on, once ten people did. */
async function withReportsHere({ database }: Parts): Promise<CampaignsPage['simulations']> {
  const { queries } = database;
  return Promise.all(
    (await findSimulations(queries)).map(async ({ id, from, until, figures }) => {
      const reports = await findPhishingReports(queries, from, until + year);
      const minutes = reports.filter(({ simulation }) => simulation === id).map(({ at }) => (at - from) / 60_000);
      const here =
        minutes.length < leastGroup ? undefined : { count: minutes.length, medianMinutes: quantile(minutes, 0.5)! };
      return { ...(figures as Simulation), here };
    }),
  );
}

async function overview(parts: Parts): Promise<CampaignsPage> {
  const { database, campaigns, programme, now } = parts;
  const reports = await findPhishingReports(database.queries, now() - year, now() + 1);
  const months = Map.groupBy(reports, ({ at }) => new Date(at).toISOString().slice(0, 7));
  return {
    library: campaigns.library() as readonly Campaign[],
    programme,
    simulations: await withReportsHere(parts),
    reports: [...months].map(([month, each]) => ({
      month,
      real: each.filter(({ simulation }) => simulation === null).length,
      simulated: each.filter(({ simulation }) => simulation !== null).length,
    })),
  };
}
