import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-start-'));
  await copyFile(new URL('../../start.mjs', import.meta.url), join(folder, 'start.mjs'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(path: string, content: string) {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  await chmod(file, 0o755);
}

/** Makes this Node believe that it is an older one. */
const pretendNode20 = `data:text/javascript,${encodeURIComponent(
  `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.9.0' } });`,
)}`;

const start = (...flags: string[]) =>
  spawn(process.execPath, [...flags, join(folder, 'start.mjs'), 'one', 'two'], { stdio: ['ignore', 'pipe', 'pipe'] });
const startOnNode20 = () => start('--import', pretendNode20);

/** Stands for the Node that npm installs: the running one, without the pretence. */
const installNode = () => write('node_modules/node/bin/node', `#!/bin/sh\nexec ${process.execPath} "$@"\n`);

describe('start.mjs', () => {
  it('runs the bot in the same process on Node 24', async () => {
    await write(
      'bot/main.ts',
      `const said: string = process.argv.slice(2).join(); console.log(process.pid, said); process.exitCode = 7;`,
    );
    const child = start();
    const output = await text(child.stdout);
    expect(output.trim()).toBe(`${child.pid} one,two`);
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(7);
  });

  it('hands over to the Node beside the project, with arguments and exit code', async () => {
    await installNode();
    await write(
      'bot/main.ts',
      `console.log(process.versions.node, process.argv.slice(2).join()); process.exitCode = 7;`,
    );
    const child = startOnNode20();
    const [[code], output] = await Promise.all([once(child, 'exit'), text(child.stdout)]);
    expect(output.trim()).toBe(`${process.versions.node} one,two`);
    expect(code).toBe(7);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'passes %s on, and waits for the bot to end in its own way',
    async (signal) => {
      await installNode();
      await write(
        'bot/main.ts',
        `process.once('${signal}', () => { console.log('drained'); process.exit(3); }); setInterval(() => {}, 1000); console.log('ready');`,
      );
      const child = startOnNode20();
      const lines = createInterface({ input: child.stdout });
      await once(lines, 'line');
      child.kill(signal);
      const [[last], [code]] = await Promise.all([once(lines, 'line'), once(child, 'exit')]);
      expect(last).toBe('drained');
      expect(code).toBe(3);
    },
  );

  it('says in both languages what to do where there is no Node 24', async () => {
    const child = startOnNode20();
    const [[code], output, errors] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
    expect(code).toBe(1);
    expect(output).toBe('');
    expect(errors).toMatch(
      /^Guichet demande Node\.js 24 ou plus récent.*20\.9\.0.*npm ci.*\nGuichet needs Node\.js 24.*20\.9\.0.*npm ci.*\n$/,
    );
  });
});
