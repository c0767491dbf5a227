import { globSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { createMemoryTenant } from '../support/memory-tenant.ts';
import { loadConversation, nameOf, play } from '../support/play.ts';
import { nowhereFaults } from '../support/play-tickets.ts';
import { type RunningService, startForTest } from '../support/service.ts';

const folder = path.join(import.meta.dirname, '../conversations');
const files = globSync('*/*.yaml', { cwd: folder }).toSorted();

let channel: FakeChannel;
let running: RunningService | undefined;
const tenant = createMemoryTenant(() => running?.now() ?? Date.now());
const log: string[] = [];
beforeAll(async () => {
  channel = await startChannel();
  running = await startForTest({ log: (line) => log.push(line), tenant });
});
afterAll(async () => {
  await running?.stop();
  await channel.close();
});

// One service for all of them: time that one lets pass has passed for those after it, as in a real one.
describe('conversations', () => {
  test.each(files.map((file) => [nameOf(file), path.join(folder, file)]))('%s', async (name, file) => {
    const conversation = loadConversation(file);
    const { faults, transcript } = await play(conversation, { channel, running: running!, log, tenant });
    if (conversation.known_fault !== undefined) {
      console.warn(`${name}: known fault: ${conversation.known_fault}`);
      expect(faults, 'The fault is mended: take the line known_fault out of the file').not.toEqual([]);
      return;
    }
    expect(faults, transcript).toEqual([]);
  });
});

test('R30: no pass and no key that was shown is in the database or the log', () => {
  expect(tenant.secrets.length).toBeGreaterThan(1);
  const faults = nowhereFaults(tenant.secrets, { tickets: [], messages: [], log, running: running! });
  expect(faults).toEqual([]);
});

test('nothing that was sent breaks the Activity schema, and nothing failed on the way', () => {
  expect(channel.problems).toEqual([]);
  expect(log.filter((line) => /"level":(?:50|60)/.test(line))).toEqual([]);
});
