import { expect, test } from 'vitest';
import { findConversation, saveConversation } from '../../adapters/database/repositories/conversations.ts';
import { changeStatus } from '../../adapters/database/repositories/ticket-changes.ts';
import { createTicket, findTicket } from '../../adapters/database/repositories/tickets.ts';
import { appendTranscript, listTranscript } from '../../adapters/database/repositories/transcript.ts';
import { loadContent } from '../../bot/content.ts';
import { applyRetention } from '../../bot/retention.ts';
import { vpnDraft } from '../fixtures/ticket-draft.ts';
import { describeOnEachDialect } from '../support/databases.ts';

const day = 24 * 3600_000;
describeOnEachDialect('retention', (under) => {
  test('R36: what its time has come for goes, the rest stays', async () => {
    const { organisation } = (await loadContent(undefined)).knowledge;
    const { transcriptDays, ticketDays } = organisation.retention;
    const db = under.database.queries;
    const now = Date.now();
    const line = (id: string, at: number) => ({ id, conversationKey: 'c', at, author: 'employee' as const, text: id });
    await appendTranscript(db, [
      line('old', now - (transcriptDays + 1) * day),
      line('new', now - (transcriptDays - 1) * day),
    ]);
    const ticket = (requestId: string, at: number) =>
      under.database.transaction((tx) =>
        createTicket(tx, {
          draft: vpnDraft,
          requestId,
          conversationKey: 'c',
          requester: { id: 'p', name: 'P' },
          due: { own: at, resolve: at },
          now: at,
        }),
      );
    const long = now - (ticketDays + 1) * day;
    const [closed, open] = [await ticket('closed', long), await ticket('open', long)];
    for (const to of ['resolved', 'closed'] as const)
      await changeStatus(db, { reference: closed.reference, to, now: long });
    await saveConversation(db, { key: 'forgotten', expectedVersion: 0, personId: 'p', state: {}, now: long });
    await saveConversation(db, { key: 'kept', expectedVersion: 0, personId: 'p', state: {}, now });

    expect(await applyRetention(under.database, organisation, now)).toMatchObject({
      tickets: 1,
      conversations: 1,
      transcriptLines: 1,
    });

    expect((await listTranscript(db, 'c')).map((each) => each.id)).toEqual(['new']);
    expect(await findTicket(db, closed.reference)).toBeUndefined();
    expect(await findTicket(db, open.reference)).toBeDefined();
    expect(await findConversation(db, 'forgotten')).toBeUndefined();
    expect(await findConversation(db, 'kept')).toBeDefined();
  });
});
