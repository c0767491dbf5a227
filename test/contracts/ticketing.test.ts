import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import { findTicket } from '../../adapters/database/repositories/tickets.ts';
import { createOnce } from '../../adapters/ticketing/create-once.ts';
import type { ExternalTicket, TicketSystem } from '../../adapters/ticketing/port.ts';
import { openTicketSystem, ticketSystems } from '../../adapters/ticketing/registry.ts';
import { addTicket } from '../fixtures/tickets-database.ts';
import { describeOnEachDialect } from '../support/databases.ts';

const signal = AbortSignal.timeout(60_000);
const publicUrl = 'http://127.0.0.1:3978';

test('folder names equal registry keys', async () => {
  const entries = await readdir(new URL('../../adapters/ticketing/', import.meta.url), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  expect(folders.sort()).toEqual(Object.keys(ticketSystems).sort());
});

describeOnEachDialect('ticketing', (context) => {
  test('an unknown ticket system is refused by name, with those there are', () => {
    const open = (name: string) => () => openTicketSystem(name, { database: context.database, publicUrl });
    expect(open('remedy')).toThrow(/remedy.*desk/);
    expect(open('constructor')).toThrow(/constructor.*desk/);
  });

  describe.each(Object.keys(ticketSystems))('the ticket system %s', (name) => {
    const open = () => openTicketSystem(name, { database: context.database, publicUrl });

    test('bears the name of its folder, and answers', async () => {
      expect(open().name).toBe(name);
      await expect(open().ping(signal)).resolves.toBeUndefined();
    });

    test('does not find what was never created', async () => {
      const { reference } = await addTicket(context.database);
      expect(await open().find(reference, signal)).toBeUndefined();
      expect(await open().find('GU-1999-000001', signal)).toBeUndefined();
    });

    test('finds what it created, by its key', async () => {
      const ticket = await addTicket(context.database);
      const created = await open().create(ticket, ticket.reference, signal);
      expect(created.id).not.toBe('');
      expect(await open().find(ticket.reference, signal)).toEqual(created);
    });

    test('creates one copy, however often the job runs (R8)', async () => {
      const ticket = await addTicket(context.database);
      const first = await createOnce(open(), ticket, signal);
      expect(await createOnce(open(), ticket, signal)).toEqual(first);
    });
  });

  test('the embedded desk says where the page is', async () => {
    const ticket = await addTicket(context.database);
    const url = `${publicUrl}/desk/tickets/${ticket.reference}`;
    await openTicketSystem('desk', { database: context.database, publicUrl }).create(ticket, ticket.reference, signal);
    expect((await findTicket(context.database.queries, ticket.reference))?.external).toEqual({
      system: 'desk',
      id: ticket.reference,
      url,
    });
  });

  test('a create whose answer was lost is found, not repeated (R6, R8)', async () => {
    const copies = new Map<string, ExternalTicket>();
    const creates: string[] = [];
    const losesFirstAnswer: TicketSystem = {
      name: 'loses-first-answer',
      create: async (_ticket: Ticket, key) => {
        creates.push(key);
        copies.set(key, { id: `copy-${creates.length}` });
        throw new Error('connection reset');
      },
      find: async (key) => copies.get(key),
      ping: async () => {},
    };
    const ticket = await addTicket(context.database);
    await expect(createOnce(losesFirstAnswer, ticket, signal)).rejects.toThrow('connection reset');
    expect(await createOnce(losesFirstAnswer, ticket, signal)).toEqual({ id: 'copy-1' });
    expect(creates).toEqual([ticket.reference]);
  });
});
