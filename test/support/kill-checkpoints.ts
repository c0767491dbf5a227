import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const bot = path.join(import.meta.dirname, '../../bot');

/** The names of all points at which the service lets itself be stopped. */
export function checkpointNames(): string[] {
  const names = globSync('**/*.ts', { cwd: bot }).flatMap((file) =>
    [...readFileSync(path.join(bot, file), 'utf8').matchAll(/checkpoint\('([\w.]+)'\)/g)].map(([, name]) => name!),
  );
  return [...new Set(names)];
}
