import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExternalState, TicketSystem } from '../../adapters/ticketing/port.ts';
import { openTicketSystem, ticketSystems } from '../../adapters/ticketing/registry.ts';
import { copyOf } from '../fixtures/ticket-copy.ts';
import { addTicket, databaseForTests } from '../fixtures/tickets-database.ts';
import { describeOnEachDialect } from '../support/databases.ts';
import { requestTrackerMissing } from '../support/request-tracker.ts';
import { noSettings, openForTest, requestTrackerUnderTest, systemsForTests } from '../support/ticket-systems.ts';
import type { SystemUnderTest } from '../support/ticketing/system.ts';

const signal = AbortSignal.timeout(300_000);
const publicUrl = 'http://127.0.0.1:3978';

test('folder names equal registry keys', async () => {
  const entries = await readdir(new URL('../../adapters/ticketing/', import.meta.url), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  expect(folders.sort()).toEqual(Object.keys(ticketSystems).sort());
});

test('each ticket system says in a README what it maps and what it cannot', async () => {
  for (const name of Object.keys(ticketSystems)) {
    const files = await readdir(new URL(`../../adapters/ticketing/${name}/`, import.meta.url));
    expect(files, name).toContain('README.md');
  }
});

describeOnEachDialect('the embedded desk', (context) => {
  const open = () => openForTest('desk', context.database, noSettings);

  test('an unknown ticket system is refused by name, with those there are', () => {
    const unknown = (name: string) => () =>
      openTicketSystem(name, { database: context.database, publicUrl, settings: noSettings });
    expect(unknown('remedy')).toThrow(/remedy.*desk/);
    expect(unknown('constructor')).toThrow(/constructor.*desk/);
  });

  test('says where the page is, and finds it by its key (R8)', async () => {
    const ticket = await addTicket(context.database);
    const created = await open().create(copyOf(ticket), signal);
    const url = `${publicUrl}/desk/tickets/${ticket.reference}`;
    expect(created).toEqual({ id: ticket.reference, number: ticket.reference, url });
    expect(await open().find(ticket.reference, signal)).toEqual(created);
    expect(await open().find('GU-1999-000001', signal)).toBeUndefined();
  });

  test('holds what is written under a ticket, its files and its states', async () => {
    const ticket = await addTicket(context.database);
    const system = open();
    await system.attach(ticket.reference, copyOf(ticket).files[2]!, signal);
    await system.comment(ticket.reference, { marker: 'abcdef012345', text: 'noté', isPublic: true }, signal);
    await system.setStatus(ticket.reference, { to: 'assigned', note: '' }, signal);
    await system.setStatus(ticket.reference, { to: 'resolved', note: 'réparé' }, signal);
    expect(await system.fileNames(ticket.reference, signal)).toEqual(['ecran 1.png']);
    expect(await system.get(ticket.reference, signal)).toMatchObject({
      status: 'resolved',
      resolution: 'réparé',
      comments: [{ text: 'noté', isPublic: true, marker: 'abcdef012345' }],
    });
    await expect(system.get('GU-1999-000001', signal)).resolves.toBeUndefined();
    expect(await system.changedSince(Date.now() - 60_000, signal)).toContain(ticket.reference);
    const mine = await system.findByRequester({ id: ticket.requester.id, name: '' }, signal);
    expect(mine.map(({ id }) => id)).toContain(ticket.reference);
  });
});

for (const { title, missing } of systemsForTests) {
  if (missing !== undefined) console.warn(`${title}: its tests are left out, because ${missing}`);
}

describe.each(systemsForTests)('$title', ({ name, missing, start }) => {
  const held = databaseForTests();
  let under: SystemUnderTest;
  let system: TicketSystem;

  beforeAll(async () => {
    if (missing !== undefined) return;
    under = await start();
    system = openForTest(name, held.database, under.settings);
  });
  afterAll(async () => {
    await under?.stop();
  });
  const check = test.skipIf(missing !== undefined);
  const create = async (changes: Parameters<typeof copyOf>[1] = {}) => {
    const copy = copyOf(await addTicket(held.database), changes);
    const external = await system.create(copy, signal);
    await system.complete?.(external.id, copy, signal);
    return { copy, external };
  };
  const get = async (id: string): Promise<ExternalState> => {
    const state = await system.get(id, signal);
    if (!state) throw new Error(`there is no ${id}`);
    return state;
  };
  const attachAll = async (id: string, files: readonly Parameters<TicketSystem['attach']>[1][]) => {
    const there = await system.fileNames(id, signal);
    for (const file of files) if (!there.includes(file.name)) await system.attach(id, file, signal);
  };

  check('bears the name of its line in the registry, and answers', async () => {
    expect(system.name).toBe(name);
    await expect(system.ping(signal)).resolves.toBeUndefined();
  });

  check('finds what it created by its key, and nothing else (R8)', async () => {
    const { copy, external } = await create();
    expect(await system.find(copy.idempotencyKey, signal)).toEqual(external);
    expect(await system.find('GU-1999-000001', signal)).toBeUndefined();
    // A key that begins like another is another.
    expect(await system.find(copy.idempotencyKey.slice(0, -1), signal)).toBeUndefined();
  });

  check('finds the first of two that were created under one key', async () => {
    const { copy, external } = await create();
    await system.create(copy, signal);
    expect(await system.find(copy.idempotencyKey, signal)).toEqual(external);
  });

  check('holds title, link and state of a new ticket', async () => {
    const { copy, external } = await create();
    const state = await get(external.id);
    expect(state).toMatchObject({ ...external, status: 'new', comments: [] });
    expect(state.title).toContain(copy.title);
    expect(state.url).toMatch(/^https?:/);
    expect(Math.abs(state.createdAt - Date.now())).toBeLessThan(60_000);
  });

  check('holds every file, byte by byte, once', async () => {
    const { copy, external } = await create();
    await attachAll(external.id, copy.files);
    await attachAll(external.id, copy.files);
    expect((await system.fileNames(external.id, signal)).toSorted()).toEqual(
      copy.files.map((file) => file.name).toSorted(),
    );
    for (const file of copy.files) expect(await under.download(external.id, file.name)).toEqual(file.content);
  });

  check('gives comments back as they were written, with their marker', async () => {
    const { external } = await create();
    const text = 'Priya : « ça coupe » <b>toujours</b> & encore\nà 16 h';
    await system.comment(external.id, { marker: 'abcdef012345', text, isPublic: false }, signal);
    const { comments } = await get(external.id);
    expect(comments).toMatchObject([{ text, isPublic: false, marker: 'abcdef012345' }]);
  });

  check('tells what a technician writes there, for the requester or not', async () => {
    const { external } = await create();
    await under.answer(external.id, 'Redémarrez la box, svp.', true);
    await under.answer(external.id, 'passerelle OK <vue>', false);
    const { comments } = await get(external.id);
    expect(comments.map(({ text, isPublic, marker }) => ({ text, isPublic, marker }))).toEqual([
      { text: 'Redémarrez la box, svp.', isPublic: true, marker: undefined },
      { text: 'passerelle OK <vue>', isPublic: false, marker: undefined },
    ]);
    expect(comments.every(({ by }) => by !== '')).toBe(true);
  });

  check('follows the state, both ways', async () => {
    const { external } = await create();
    await under.resolve(external.id);
    expect((await get(external.id)).status).toBe('resolved');
    await under.reopen(external.id);
    expect((await get(external.id)).status).toBe('assigned');
    await system.setStatus(external.id, { to: 'resolved', note: 'réparé' }, signal);
    expect((await get(external.id)).status).toBe('resolved');
    await system.setStatus(external.id, { to: 'assigned', note: 'ça recommence' }, signal);
    expect((await get(external.id)).status).toBe('assigned');
  });

  check('names what changed since, and only that', async () => {
    const { external } = await create();
    const before = Date.now() - 60_000;
    await under.answer(external.id, 'bonjour', true);
    expect(await system.changedSince(before, signal)).toContain(external.id);
    expect(await system.changedSince(Date.now() + 3600_000, signal)).toEqual([]);
  });

  check('finds a requester’s tickets, those opened by telephone too', async () => {
    const email = `odile.${Math.random().toString(36).slice(2, 8)}@saint-aubin.example`;
    const requester = { id: 'odile', name: 'Odile Marchand', email };
    const byTelephone = await under.openByTelephone(email, 'Badge perdu');
    const { external } = await create({ requester });
    const found = await system.findByRequester(requester, signal);
    expect(found.map(({ number }) => number).toSorted()).toEqual([external.number, byTelephone].toSorted());
    expect(await system.findByRequester({ id: 'nobody', name: 'Nobody', email: 'nobody@x.example' }, signal)).toEqual(
      [],
    );
  });

  check('says that a ticket is gone', async () => {
    expect(await system.get('999999999', signal)).toBeUndefined();
  });

  check('keeps to its interface on every call', () => {
    expect(under.problems()).toEqual([]);
  });
});

describe('Request Tracker as it is installed, without custom fields', () => {
  const held = databaseForTests();

  test.skipIf(requestTrackerMissing() !== undefined)('finds what it created by its key (R8)', async () => {
    const under = await requestTrackerUnderTest(false);
    try {
      const system = openForTest('request-tracker', held.database, under.settings);
      const copy = copyOf(await addTicket(held.database));
      const external = await system.create(copy, signal);
      expect(await system.find(copy.idempotencyKey, signal)).toEqual(external);
    } finally {
      await under.stop();
    }
  });
});
