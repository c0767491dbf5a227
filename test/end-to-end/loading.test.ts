import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { loadConfig } from '../../bot/config.ts';
import { startService } from '../../bot/service.ts';
import { freePort } from './free-port.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'guichet-loading-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('content that has problems ends the start, frees the port and leaves the data folder usable', async () => {
  const content = path.join(folder, 'content');
  await mkdir(path.join(content, 'dialogs/scripts'), { recursive: true });
  writeFileSync(path.join(content, 'dialogs/scripts/printing.yaml'), 'code: printing\n');
  const port = await freePort();
  const config = loadConfig({ PORT: String(port), GUICHET_DATA: path.join(folder, 'data'), GUICHET_CONTENT: content });
  const logger = pino({ level: 'silent' });
  await expect(startService({ config, logger })).rejects.toThrow(/printing\.yaml/);
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();

  const sound = loadConfig({ PORT: String(port), GUICHET_DATA: path.join(folder, 'data') });
  const service = await startService({ config: sound, logger });
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  await service.stop();
});
