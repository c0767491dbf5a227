import type { Tenant } from './actions-port.ts';
import { cached, type ReadCache } from './cached-directory.ts';
import { createGraphAudience } from './graph/audience.ts';
import { createGraphDirectory } from './graph/index.ts';
import { createGraphTenant } from './graph/tenant.ts';
import { createGraphToken, type DirectoryApp } from './graph/token.ts';
import type { AudienceDirectory, Directory } from './port.ts';
import type { Sandbox } from './sandbox/index.ts';

export interface DirectoryOptions {
  /** None in local mode: the sandbox tenant is then opened. */
  readonly app?: DirectoryApp | undefined;
  readonly cache?: ReadCache | undefined;
  /** Where Graph and Entra ID answer; the public cloud's by default. */
  readonly graphUrl?: string | undefined;
  readonly loginUrl?: string | undefined;
  /** Address of the mailbox that notices are sent from. */
  readonly noticesFrom?: string | undefined;
  /** The application's token, where it comes from elsewhere than Entra ID. */
  readonly token?: (() => Promise<string>) | undefined;
}

export interface OpenDirectory {
  readonly directory: Directory;
  /** What self-service reads and changes, one person at a time. */
  readonly tenant: Tenant;
  /** Who campaigns may be for. */
  readonly audience: AudienceDirectory;
  /** Sandbox tenant only: an unknown person who writes becomes a member. */
  readonly admit?: (person: { readonly id: string; readonly displayName: string }) => void;
  /** Sandbox tenant only: where the token service answers that signs its people in. */
  readonly tokenServiceUrl?: string;
  close(): Promise<void>;
}

/** ms for one call to Graph, its pages and its retry included. */
const fetchTimeoutMs = 2_000;
/** ms for reading everybody, page after page. */
const audienceTimeoutMs = 120_000;
/** ms for one call of an action, which runs as a job and keeps nobody waiting for an answer. */
const actionTimeoutMs = 10_000;

/** One line an implementation; the key is the name of its folder. */
export const directories = {
  graph: async (app: DirectoryApp, options: DirectoryOptions): Promise<OpenDirectory> => {
    const graphUrl = options.graphUrl ?? 'https://graph.microsoft.com';
    const loginUrl = options.loginUrl ?? 'https://login.microsoftonline.com';
    const token = options.token ?? createGraphToken({ app, graphUrl, loginUrl });
    const directory = createGraphDirectory({ baseUrl: graphUrl, token, fetchTimeoutMs });
    const { noticesFrom } = options;
    return {
      directory: options.cache ? cached(directory, options.cache) : directory,
      tenant: createGraphTenant({ baseUrl: graphUrl, token, fetchTimeoutMs: actionTimeoutMs, noticesFrom }),
      audience: createGraphAudience({ baseUrl: graphUrl, token, fetchTimeoutMs: audienceTimeoutMs }),
      close: async () => {},
    };
  },
  // The sandbox's data and server are loaded only where they are used. Its answers are not cached: they change at will.
  sandbox: async (): Promise<OpenDirectory> => {
    const { openSandbox } = await import('./sandbox/index.ts');
    return throughGraph(await openSandbox());
  },
};

/** A sandbox tenant that runs already, through the real Graph client: what tests hand to the service. */
export function throughGraph(sandbox: Sandbox): OpenDirectory {
  const options = { baseUrl: sandbox.baseUrl, token: async () => sandbox.token };
  return {
    directory: createGraphDirectory({ ...options, fetchTimeoutMs }),
    tenant: createGraphTenant({ ...options, fetchTimeoutMs: actionTimeoutMs, noticesFrom: sandbox.noticesFrom }),
    audience: createGraphAudience({ ...options, fetchTimeoutMs: audienceTimeoutMs }),
    admit: sandbox.admit,
    tokenServiceUrl: sandbox.tokenServiceUrl,
    close: sandbox.close,
  };
}

/** The tenant of the app registration, or the sandbox tenant where there is none (local mode). */
export function openDirectory(options: DirectoryOptions): Promise<OpenDirectory> {
  return options.app ? directories.graph(options.app, options) : directories.sandbox();
}
