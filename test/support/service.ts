import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import type { Tenant } from '../../adapters/directory/actions-port.ts';
import type { OpenDirectory } from '../../adapters/directory/registry.ts';
import { loadConfig } from '../../bot/config.ts';
import { createLogger } from '../../bot/logger.ts';
import { type Service, startService } from '../../bot/service.ts';

export interface RunningService {
  readonly url: string;
  readonly service: Service;
  readonly dataFolder: string;
  /** Lets time pass for the service, ms. */
  pass(ms: number): void;
  /** The service's own clock. */
  now(): number;
  /** A GET or POST on the desk's API with the local token. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is whatever a test expects of it
  desk(path: string, body?: unknown): Promise<{ status: number; body: any }>;
  stop(): Promise<void>;
}

export interface RunningOptions {
  readonly dataFolder?: string;
  readonly databaseUrl?: string;
  readonly checkpoint?: (name: string) => void;
  readonly tenant?: Tenant;
  readonly directory?: OpenDirectory;
  readonly environment?: Readonly<Record<string, string>>;
  /** Receives every log line, debug included; without it only errors are shown. */
  readonly log?: (line: string) => void;
}

/** The whole service in this process, local mode, on a free port, its data in a folder that goes when it stops. */
export async function startForTest(options: RunningOptions = {}): Promise<RunningService> {
  const dataFolder = options.dataFolder ?? mkdtempSync(path.join(tmpdir(), 'guichet-test-'));
  let passed = 0;
  const config = loadConfig({
    PORT: '0',
    GUICHET_DATA: dataFolder,
    GUICHET_PLAYGROUND: 'off',
    ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
    ...options.environment,
  });
  const service = await startService({
    config,
    logger: options.log
      ? createLogger({ level: 'debug', destination: { write: options.log } })
      : pino({ level: 'error' }),
    now: () => Date.now() + passed,
    ...(options.checkpoint ? { checkpoint: options.checkpoint } : {}),
    ...(options.tenant ? { tenant: options.tenant } : {}),
    ...(options.directory ? { directory: options.directory } : {}),
  });
  const url = `http://127.0.0.1:${service.port}`;
  return {
    url,
    service,
    dataFolder,
    now: () => Date.now() + passed,
    pass(ms) {
      passed += ms;
    },
    async desk(route, body) {
      const response = await fetch(`${url}/desk/api${route}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${service.deskToken}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    },
    async stop() {
      await service.stop();
      if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
