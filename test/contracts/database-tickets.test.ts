import { describe, expect, test } from 'vitest';
import {
  appendEvent,
  changeStatus,
  listEvents,
  recordExternal,
} from '../../adapters/database/repositories/ticket-changes.ts';
import {
  createTicket,
  findTicket,
  findTicketsOf,
  listTickets,
  type NewTicket,
} from '../../adapters/database/repositories/tickets.ts';
import { formatReference } from '../../dialogs/escalation/reference.ts';
import type { TicketDraft } from '../../dialogs/escalation/types.ts';
import { vpnDraft } from '../fixtures/ticket-draft.ts';
import { describeOnEachDialect } from '../support/databases.ts';

const now = Date.parse('2026-11-23T10:54:00Z');
describeOnEachDialect('tickets', (context) => {
  let requests = 0;
  function newTicket(changes: Partial<NewTicket> = {}, draft: TicketDraft = vpnDraft): NewTicket {
    requests += 1;
    return {
      draft,
      requestId: `request-${requests}`,
      conversationKey: 'conversation-1',
      requester: { id: 'priya', name: 'Priya Nair' },
      due: { own: now + 1, resolve: now + 2 },
      now,
      ...changes,
    };
  }
  const create = (ticket = newTicket()) =>
    context.database.transaction((transaction) => createTicket(transaction, ticket));

  describe('creating', () => {
    test('keeps all of the draft, and gives references one after the other', async () => {
      const [first, second] = [await create(), await create()];
      expect(first).toMatchObject({ ...vpnDraft, status: 'new', requester: { id: 'priya', name: 'Priya Nair' } });
      expect(first.reference).toBe(formatReference(2026, first.number));
      expect(second.number).toBe(first.number + 1);
      expect(await findTicket(context.database.queries, first.reference)).toEqual(first);
    });

    test('a request has one ticket, however often it is sent (R2)', async () => {
      const ticket = newTicket();
      const created = await Promise.all([create(ticket), create(ticket), create(ticket)]);
      expect(new Set(created.map(({ reference }) => reference)).size).toBe(1);
    });

    test('a transaction that fails takes no reference', async () => {
      const before = await create();
      const failing = context.database.transaction(async (transaction) => {
        await createTicket(transaction, newTicket());
        throw new Error('the turn failed');
      });
      await expect(failing).rejects.toThrow('the turn failed');
      expect((await create()).number).toBe(before.number + 1);
    });

    test('numbers start again with the year', async () => {
      const ticket = await create(newTicket({ now: Date.parse('2031-01-01T00:00:00Z') }));
      expect(ticket.reference).toBe('GU-2031-000001');
    });

    test('two problems of one conversation point at each other', async () => {
      const first = newTicket();
      const { reference } = await create(first);
      const second = await create(newTicket({}, { ...vpnDraft, linkedRequestId: first.requestId }));
      expect(second.linkedReference).toBe(reference);
      expect((await findTicket(context.database.queries, reference))?.linkedReference).toBe(second.reference);
    });
  });

  describe('listing', () => {
    test('goes newest first, page by page, and sees each ticket once', async () => {
      const requester = { id: 'odile', name: 'Odile' };
      const references: string[] = [];
      for (let count = 0; count < 5; count += 1) references.unshift((await create(newTicket({ requester }))).reference);
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await listTickets(context.database.queries, {
          requester: 'odile',
          limit: 2,
          ...(after ? { after } : {}),
        });
        seen.push(...page.tickets.map(({ reference }) => reference));
        after = page.next;
      } while (after);
      expect(seen).toEqual(references);
      expect((await findTicketsOf(context.database.queries, 'odile')).map(({ reference }) => reference)).toEqual(
        references,
      );
    });

    test('narrows by status and category', async () => {
      const requester = { id: 'marc', name: 'Marc' };
      const printing = await create(newTicket({ requester }, { ...vpnDraft, category: 'printing' }));
      const assigned = await create(newTicket({ requester }));
      await changeStatus(context.database.queries, {
        reference: assigned.reference,
        to: 'assigned',
        assignee: 'Ana',
        now,
      });
      const references = async (filter: object) =>
        (await listTickets(context.database.queries, { requester: 'marc', limit: 10, ...filter })).tickets.map(
          (t) => t.reference,
        );
      expect(await references({ category: 'printing' })).toEqual([printing.reference]);
      expect(await references({ status: 'assigned' })).toEqual([assigned.reference]);
      expect(await references({ status: 'closed' })).toEqual([]);
    });

    test('an « after » that is no reference gives nothing', async () => {
      expect(await listTickets(context.database.queries, { after: "' or 1=1", limit: 10 })).toEqual({ tickets: [] });
    });
  });

  describe('changing', () => {
    const change = (reference: string, to: Parameters<typeof changeStatus>[1]['to'], at = now) =>
      changeStatus(context.database.queries, { reference, to, now: at });

    test('a button pressed twice does one thing (R3)', async () => {
      const { reference } = await create();
      const claim = (assignee: string) =>
        changeStatus(context.database.queries, { reference, from: ['new'], to: 'assigned', assignee, now });
      const results = await Promise.all([claim('Ana'), claim('Bo')]);
      expect(results.filter(Boolean)).toHaveLength(1);
      // Whichever came first: two connections race.
      const first = results[0] ? 'Ana' : 'Bo';
      expect((await findTicket(context.database.queries, reference))?.assignee).toBe(first);
    });

    test('goes through its states, and the first owner sets the time of ownership', async () => {
      const { reference } = await create();
      expect(await change(reference, 'assigned', now + 10)).toMatchObject({ ownedAt: now + 10 });
      expect(await change(reference, 'waiting_employee', now + 20)).toMatchObject({ ownedAt: now + 10 });
      const resolved = await changeStatus(context.database.queries, {
        reference,
        to: 'resolved',
        resolution: 'Changed the channel',
        solution: 'definitive',
        now: now + 30,
      });
      expect(resolved).toMatchObject({
        resolvedAt: now + 30,
        resolution: 'Changed the channel',
        solution: 'definitive',
      });
      expect(await change(reference, 'closed', now + 40)).toMatchObject({ closedAt: now + 40, solution: 'definitive' });
      const reopened = await change(reference, 'assigned', now + 50);
      expect(reopened).toMatchObject({ status: 'assigned', ownedAt: now + 10 });
      for (const field of ['resolvedAt', 'closedAt', 'resolution', 'solution'])
        expect(reopened).not.toHaveProperty(field);
    });

    test.each(['closed', 'closed_unconfirmed'] as const)('an unresolved ticket is never %s', async (status) => {
      const { reference } = await create();
      expect(await change(reference, status)).toBeUndefined();
      expect((await findTicket(context.database.queries, reference))?.status).toBe('new');
    });

    test('notes where the ticket system keeps its copy', async () => {
      const { reference } = await create();
      const external = { system: 'desk', id: reference, url: `https://guichet.example/desk/tickets/${reference}` };
      expect(await recordExternal(context.database.queries, reference, external)).toMatchObject({ external });
    });

    test('appends an event of one id once', async () => {
      const { reference } = await create();
      const event = {
        id: `${reference}-comment`,
        reference,
        at: now,
        kind: 'comment' as const,
        by: 'Ana',
        text: 'Seen',
      };
      expect(await appendEvent(context.database.queries, event)).toMatchObject({ by: 'Ana', toEmployee: false });
      expect(await appendEvent(context.database.queries, event)).toBeUndefined();
      expect(await listEvents(context.database.queries, reference)).toHaveLength(1);
    });
  });
});
