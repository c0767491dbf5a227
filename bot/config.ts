import { z } from 'zod';
import type { TicketSystemSettings } from '../adapters/ticketing/settings.ts';
import { type Cloud, cloudNames, clouds } from './channel/clouds.ts';
import { isLoopback } from './channel/origins.ts';

/** Everything that is set from outside, validated and frozen: nothing else reads the environment. */
export interface Config {
  /** No MicrosoftAppId: loopback only, no token is asked of the channel, none is sent. */
  readonly local: boolean;
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  /** A folder with the organisation's own scripts, articles, campaigns and texts. */
  readonly contentFolder: string | undefined;
  readonly playground: boolean;
  readonly playgroundPort: number;
  /** Local mode only; one is generated where none is set. */
  readonly deskToken: string | undefined;
  readonly logLevel: LogLevel;
  readonly cloud: Cloud;
  /** SQLite under `dataFolder` where none is set. */
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  /** Where people reach the desk and what cards link to, without a trailing slash. */
  readonly publicUrl: string;
  readonly app: App | undefined;
  /** Entra tenant ids, lower case, whose people are served; empty in local mode. */
  readonly allowedTenants: readonly string[];
  /** Entra object ids, lower case, of the people who may choose support channels beside the teams' owners. */
  readonly administrators: readonly string[];
  /** Address of the mailbox that notices outside the chat are sent from. */
  readonly noticesFrom: string | undefined;
  /** What Alertmanager sends as a bearer token; without one, in local mode, the desk's. */
  readonly alertsToken: string | undefined;
  /** Name of the Azure Bot's OAuth connection; without one nobody signs in. Local mode has one of its own. */
  readonly signInConnection: string | undefined;
  readonly ticketSystem: string;
  readonly ticketSystemSettings: TicketSystemSettings;
  /** ms between two looks at what was done in the ticket system. */
  readonly ticketPollInterval: number;
  /** What the ticket system signs its notifications with; without it they are refused. */
  readonly ticketWebhookSecret: string | undefined;
  readonly languageModel: LanguageModelConfig | undefined;
}

export type LogLevel = (typeof logLevels)[number];
export type AppType = (typeof appTypes)[number];

export interface App {
  readonly id: string;
  readonly type: AppType;
  readonly tenantId: string | undefined;
  readonly password: string | undefined;
  /** Azure App Service gives a managed identity's endpoint and secret; elsewhere the instance metadata service is asked. */
  readonly identityEndpoint: string | undefined;
  readonly identityHeader: string | undefined;
}

export interface LanguageModelConfig {
  readonly provider: 'openai' | 'azure_openai';
  readonly apiKey: string;
  readonly baseUrl: string | undefined;
  /** Azure alone. */
  readonly apiVersion: string | undefined;
  /** Where it runs, as people and administrators are told; nobody but the operator knows. */
  readonly region: string | undefined;
  readonly model: string | undefined;
  readonly embeddingModel: string | undefined;
}

/** Every reason why the service cannot start, each naming the variable, what is wrong and the mend. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Guichet cannot start:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const appTypes = ['SingleTenant', 'MultiTenant', 'UserAssignedMSI'] as const;

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const guidText = z
  .string()
  .trim()
  .toLowerCase()
  .regex(guid, 'is not a GUID; copy it from the app registration (00000000-0000-0000-0000-000000000000)');
const url = (protocols: RegExp, mend: string) => z.string().refine((text) => isUrl(text, protocols), mend);
const text = z.string().trim();

/** `network=Network queue, workplace=Desktop`: ours to the ticket system's. */
const pairs = text
  .transform((list) => list.split(',').map((pair) => pair.split('=').map((part) => part.trim())))
  .pipe(
    z.array(
      z.tuple(
        [z.string().min(1), z.string().min(1)],
        'is not a list of pairs; write network=Network, workplace=Desktop',
      ),
    ),
  )
  .transform((list): Record<string, string> => Object.fromEntries(list));

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a port; give a number from 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'is not a port; give a number from 0 to 65535');

/** The whole environment that Guichet reads. */
const environment = z.object({
  NODE_ENV: text.optional(),
  PORT: port.default(3978),
  HOST: text.optional(),
  GUICHET_DATA: text.default('./data'),
  GUICHET_CONTENT: text.optional(),
  GUICHET_PLAYGROUND: z.enum(['on', 'off'], 'is neither on nor off; use one of them').default('on'),
  GUICHET_PLAYGROUND_PORT: port.default(56_150),
  GUICHET_DESK_TOKEN: text.optional(),
  GUICHET_LOG_LEVEL: z.enum(logLevels, `is unknown; use one of ${logLevels.join(', ')}`).default('info'),
  GUICHET_CLOUD: z.enum(cloudNames, `is unknown; use one of ${cloudNames.join(', ')}`).default('public'),
  GUICHET_ALLOWED_TENANTS: text
    .transform((list) => list.toLowerCase().split(/[\s,]+/))
    .pipe(z.array(z.string().regex(guid, 'holds something that is not a tenant id; list GUIDs, separated by commas')))
    .default([]),
  GUICHET_ADMINISTRATORS: text
    .transform((list) => list.toLowerCase().split(/[\s,]+/))
    .pipe(z.array(z.string().regex(guid, 'holds something that is not an object id; list GUIDs, separated by commas')))
    .default([]),
  GUICHET_ALERTS_TOKEN: text.min(16, 'is shorter than 16 characters; give a long random one').optional(),
  GUICHET_NOTICES_FROM: text.regex(/^\S+@\S+$/, 'is not a mail address').optional(),
  GUICHET_PUBLIC_URL: url(/^https?:$/, 'is not a web address; give one such as https://guichet.example.org').optional(),
  GUICHET_SIGN_IN_CONNECTION: text.optional(),
  DATABASE_URL: url(
    /^postgres(ql)?:$/,
    'is not a PostgreSQL address; give postgres://user:password@host/database',
  ).optional(),
  REDIS_URL: url(/^rediss?:$/, 'is not a Redis address; give redis://host:6379').optional(),
  TICKET_SYSTEM: text
    .regex(/^[a-z][a-z-]*$/, 'is not the name of a ticket system; use desk, the built-in one')
    .default('desk'),
  TICKET_SYSTEM_URL: url(
    /^https?:$/,
    'is not a web address; give that of the ticket system, such as https://rt.example.org',
  ).optional(),
  TICKET_SYSTEM_USER: text.optional(),
  TICKET_SYSTEM_PASSWORD: text.optional(),
  TICKET_SYSTEM_TOKEN: text.optional(),
  TICKET_SYSTEM_CLIENT_ID: text.optional(),
  TICKET_SYSTEM_CLIENT_SECRET: text.optional(),
  TICKET_SYSTEM_PLACE: text.optional(),
  TICKET_SYSTEM_GROUPS: pairs.default({}),
  TICKET_SYSTEM_CATEGORIES: pairs.default({}),
  TICKET_SYSTEM_POLL: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'is not a number of seconds; give one from 5 to 86400, such as 60')
    .transform(Number)
    .refine((seconds) => seconds >= 5 && seconds <= 86_400, 'is not a number of seconds from 5 to 86400')
    .default(60),
  TICKET_SYSTEM_WEBHOOK_SECRET: text.min(16, 'is too short to sign with; give at least 16 characters').optional(),
  MicrosoftAppId: guidText.optional(),
  MicrosoftAppType: text
    .transform((type) => appTypes.find((known) => known.toLowerCase() === type.toLowerCase()) ?? type)
    .pipe(z.enum(appTypes, `is unknown; use one of ${appTypes.join(', ')}`))
    .optional(),
  MicrosoftAppTenantId: guidText.optional(),
  MicrosoftAppPassword: text.optional(),
  IDENTITY_ENDPOINT: url(/^https?:$/, 'is not a web address; Azure sets it for managed identities').optional(),
  IDENTITY_HEADER: text.optional(),
  OPENAI_API_KEY: text.optional(),
  OPENAI_BASE_URL: url(/^https?:$/, 'is not a web address; give one such as https://api.openai.com/v1').optional(),
  OPENAI_MODEL: text.optional(),
  OPENAI_EMBEDDING_MODEL: text.optional(),
  AZURE_OPENAI_API_KEY: text.optional(),
  AZURE_OPENAI_ENDPOINT: url(
    /^https?:$/,
    'is not a web address; give that of the resource, such as https://example.openai.azure.com',
  ).optional(),
  AZURE_OPENAI_API_DEPLOYMENT_NAME: text.optional(),
  AZURE_OPENAI_API_VERSION: text.default('2024-10-21'),
  GUICHET_MODEL_REGION: text.optional(),
  LANGSMITH_TRACING: text.optional(),
  LANGCHAIN_TRACING_V2: text.optional(),
});
type Environment = z.output<typeof environment>;

/** Pure. @throws ConfigError naming all problems at once (R20). */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const { set, problems } = read(env);
  problems.push(...(set.MicrosoftAppId === undefined ? localProblems(set) : productionProblems(set)));
  problems.push(...modelProblems(set));
  // An app id that is set but empty is a broken deployment, not a wish for local mode (R20).
  if (env.MicrosoftAppId?.trim() === '') {
    problems.push('MicrosoftAppId is empty; give the app id, or unset it to run in local mode.');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return deepFreeze(build(set));
}

/** Variable by variable, so that one that is wrong does not hide what is wrong between the others. */
function read(env: Readonly<Record<string, string | undefined>>): { set: Environment; problems: string[] } {
  const problems: string[] = [];
  const values = Object.entries(environment.shape).map(([name, schema]) => {
    // Empty counts as unset: that is how compose files and pipelines write "none".
    const written = env[name]?.trim() === '' ? undefined : env[name];
    const parsed = schema.safeParse(written);
    if (!parsed.success) problems.push(`${name} ${parsed.error.issues[0]?.message ?? 'is wrong'}.`);
    return [name, parsed.success ? parsed.data : written];
  });
  return { set: Object.fromEntries(values) as Environment, problems };
}

function localProblems(set: Environment): string[] {
  const problems: string[] = [];
  if (set.NODE_ENV === 'production') {
    problems.push(
      'MicrosoftAppId is missing and NODE_ENV is production; give the app id, or unset NODE_ENV to try it.',
    );
  }
  for (const name of ['MicrosoftAppPassword', 'MicrosoftAppTenantId', 'MicrosoftAppType'] as const) {
    if (set[name]) problems.push(`${name} is set but MicrosoftAppId is not; give the app id, or unset ${name}.`);
  }
  if (set.HOST && !isLoopback(set.HOST)) {
    problems.push('HOST is not this machine, and local mode accepts anyone; use 127.0.0.1, or give MicrosoftAppId.');
  }
  return problems;
}

function productionProblems(set: Environment): string[] {
  const problems: string[] = [];
  const type = set.MicrosoftAppType ?? 'MultiTenant';
  if (type !== 'MultiTenant' && !set.MicrosoftAppTenantId) {
    problems.push(`MicrosoftAppTenantId is missing; ${type} needs the id of your Entra tenant.`);
  }
  if (type !== 'UserAssignedMSI' && !set.MicrosoftAppPassword) {
    problems.push('MicrosoftAppPassword is missing; give a client secret of the app registration.');
  }
  if (type === 'MultiTenant' && !set.MicrosoftAppTenantId && set.GUICHET_ALLOWED_TENANTS.length === 0) {
    problems.push('GUICHET_ALLOWED_TENANTS is missing; MultiTenant needs the ids of the tenants that are served.');
  }
  if (set.GUICHET_PUBLIC_URL && !set.GUICHET_PUBLIC_URL.startsWith('https:')) {
    problems.push('GUICHET_PUBLIC_URL is not https; production needs it.');
  }
  return problems;
}

function modelProblems(set: Environment): string[] {
  const problems: string[] = [];
  if (set.AZURE_OPENAI_ENDPOINT && (!set.AZURE_OPENAI_API_KEY || !set.AZURE_OPENAI_API_DEPLOYMENT_NAME)) {
    problems.push(
      'AZURE_OPENAI_ENDPOINT is set; give AZURE_OPENAI_API_KEY and AZURE_OPENAI_API_DEPLOYMENT_NAME too, or unset it.',
    );
  }
  // LangChain would copy every question to a third party.
  for (const name of ['LANGSMITH_TRACING', 'LANGCHAIN_TRACING_V2'] as const) {
    if (set[name]?.toLowerCase() === 'true' && buildLanguageModel(set)) {
      problems.push(`${name} is true: what employees write would be copied to LangSmith; unset it.`);
    }
  }
  return problems;
}

function build(set: Environment): Config {
  const local = set.MicrosoftAppId === undefined;
  const host = set.HOST ?? (local ? '127.0.0.1' : '0.0.0.0');
  return {
    local,
    port: set.PORT,
    host,
    dataFolder: set.GUICHET_DATA,
    contentFolder: set.GUICHET_CONTENT,
    playground: local && set.GUICHET_PLAYGROUND === 'on',
    playgroundPort: set.GUICHET_PLAYGROUND_PORT,
    deskToken: local ? set.GUICHET_DESK_TOKEN : undefined,
    logLevel: set.GUICHET_LOG_LEVEL,
    cloud: clouds[set.GUICHET_CLOUD],
    databaseUrl: set.DATABASE_URL,
    redisUrl: set.REDIS_URL,
    publicUrl: (set.GUICHET_PUBLIC_URL ?? `http://${host.includes(':') ? `[${host}]` : host}:${set.PORT}`).replace(
      /\/+$/,
      '',
    ),
    app: set.MicrosoftAppId === undefined ? undefined : buildApp(set, set.MicrosoftAppId),
    administrators: set.GUICHET_ADMINISTRATORS,
    noticesFrom: set.GUICHET_NOTICES_FROM,
    alertsToken: set.GUICHET_ALERTS_TOKEN,
    signInConnection: local ? 'sandbox' : set.GUICHET_SIGN_IN_CONNECTION,
    allowedTenants: local ? [] : allowedTenants(set),
    ticketSystem: set.TICKET_SYSTEM,
    ticketSystemSettings: {
      url: set.TICKET_SYSTEM_URL,
      user: set.TICKET_SYSTEM_USER,
      password: set.TICKET_SYSTEM_PASSWORD,
      token: set.TICKET_SYSTEM_TOKEN,
      clientId: set.TICKET_SYSTEM_CLIENT_ID,
      clientSecret: set.TICKET_SYSTEM_CLIENT_SECRET,
      place: set.TICKET_SYSTEM_PLACE,
      groups: set.TICKET_SYSTEM_GROUPS,
      categories: set.TICKET_SYSTEM_CATEGORIES,
      deadline: 15_000,
    },
    ticketPollInterval: set.TICKET_SYSTEM_POLL * 1000,
    ticketWebhookSecret: set.TICKET_SYSTEM_WEBHOOK_SECRET,
    languageModel: buildLanguageModel(set),
  };
}

function buildApp(set: Environment, id: string): App {
  return {
    id,
    type: set.MicrosoftAppType ?? 'MultiTenant',
    tenantId: set.MicrosoftAppTenantId,
    password: set.MicrosoftAppPassword,
    identityEndpoint: set.IDENTITY_ENDPOINT,
    identityHeader: set.IDENTITY_HEADER,
  };
}

function allowedTenants(set: Environment): string[] {
  return [
    ...new Set([...(set.MicrosoftAppTenantId ? [set.MicrosoftAppTenantId] : []), ...set.GUICHET_ALLOWED_TENANTS]),
  ];
}

/** A compatible endpoint on one's own machine often needs no key: an address alone is enough. */
function buildLanguageModel(set: Environment): LanguageModelConfig | undefined {
  const region = set.GUICHET_MODEL_REGION;
  if (set.AZURE_OPENAI_ENDPOINT && set.AZURE_OPENAI_API_KEY) {
    return {
      provider: 'azure_openai',
      apiKey: set.AZURE_OPENAI_API_KEY,
      baseUrl: set.AZURE_OPENAI_ENDPOINT,
      apiVersion: set.AZURE_OPENAI_API_VERSION,
      region,
      model: set.AZURE_OPENAI_API_DEPLOYMENT_NAME,
      embeddingModel: undefined,
    };
  }
  if (!set.OPENAI_API_KEY && !set.OPENAI_BASE_URL) return undefined;
  return {
    provider: 'openai',
    apiVersion: undefined,
    region,
    apiKey: set.OPENAI_API_KEY ?? 'none',
    baseUrl: set.OPENAI_BASE_URL,
    model: set.OPENAI_MODEL,
    embeddingModel: set.OPENAI_EMBEDDING_MODEL,
  };
}

function isUrl(text: string, protocols: RegExp): boolean {
  return URL.canParse(text) && protocols.test(new URL(text).protocol);
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
