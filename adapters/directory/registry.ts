import { cached, type ReadCache } from './cached-directory.ts';
import { createGraphDirectory } from './graph/index.ts';
import { createGraphToken, type DirectoryApp } from './graph/token.ts';
import type { Directory } from './port.ts';

export interface DirectoryOptions {
  /** None in local mode: the sandbox tenant is then opened. */
  readonly app?: DirectoryApp | undefined;
  readonly cache?: ReadCache | undefined;
  /** Where Graph and Entra ID answer; the public cloud's by default. */
  readonly graphUrl?: string | undefined;
  readonly loginUrl?: string | undefined;
}

export interface OpenDirectory {
  readonly directory: Directory;
  /** Sandbox tenant only: an unknown person who writes becomes a member. */
  readonly admit?: (person: { readonly id: string; readonly displayName: string }) => void;
  close(): Promise<void>;
}

/** ms for one call to Graph, its pages and its retry included. */
const fetchTimeoutMs = 2_000;

/** One line an implementation; the key is the name of its folder. */
export const directories = {
  graph: async (app: DirectoryApp, options: DirectoryOptions): Promise<OpenDirectory> => {
    const graphUrl = options.graphUrl ?? 'https://graph.microsoft.com';
    const loginUrl = options.loginUrl ?? 'https://login.microsoftonline.com';
    const token = createGraphToken({ app, graphUrl, loginUrl });
    const directory = createGraphDirectory({ baseUrl: graphUrl, token, fetchTimeoutMs });
    return { directory: options.cache ? cached(directory, options.cache) : directory, close: async () => {} };
  },
  // The sandbox's data and server are loaded only where they are used. Its answers are not cached: they change at will.
  sandbox: async (): Promise<OpenDirectory> => {
    const { openSandbox } = await import('./sandbox/index.ts');
    const sandbox = await openSandbox();
    const { baseUrl, token } = sandbox;
    const directory = createGraphDirectory({ baseUrl, token: async () => token, fetchTimeoutMs });
    return { directory, admit: sandbox.admit, close: sandbox.close };
  },
};

/** The tenant of the app registration, or the sandbox tenant where there is none (local mode). */
export function openDirectory(options: DirectoryOptions): Promise<OpenDirectory> {
  return options.app ? directories.graph(options.app, options) : directories.sandbox();
}
