import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { caches } from '../../adapters/cache/registry.ts';
import { databases } from '../../adapters/database/registry.ts';
import { queues } from '../../adapters/queue/registry.ts';

/** Folders that are no implementation. */
const COMMON = ['migrations', 'repositories'];

test.each([
  ['cache', caches],
  ['database', databases],
  ['queue', queues],
])('adapters/%s: folder names equal registry keys', (port, registry) => {
  const entries = readdirSync(join(import.meta.dirname, '../../adapters', port), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !COMMON.includes(entry.name));
  expect(folders.map((folder) => folder.name).sort()).toEqual(Object.keys(registry).sort());
});
