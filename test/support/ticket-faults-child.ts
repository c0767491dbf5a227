// Escalates the tickets that are asked for and carries them to a simulated Zammad until all are whole; a process that its
// parent kills and starts again on the same data.
import { pino } from 'pino';
import { openDatabase } from '../../adapters/database/registry.ts';
import { saveAttachment } from '../../adapters/database/repositories/attachments.ts';
import { countUnfinishedCopies } from '../../adapters/database/repositories/ticket-copies.ts';
import { findTicketOfRequest } from '../../adapters/database/repositories/tickets.ts';
import { appendTranscript } from '../../adapters/database/repositories/transcript.ts';
import { createQueue } from '../../adapters/queue/registry.ts';
import { openTicketSystem } from '../../adapters/ticketing/registry.ts';
import { loadContent } from '../../bot/content.ts';
import { internalReceipt } from '../../bot/runner/conversation-order.ts';
import type { Incoming } from '../../bot/runner/incoming.ts';
import { createTickets } from '../../bot/runner/tickets.ts';
import { openTicketing } from '../../bot/ticketing/index.ts';
import { vpnDraft } from '../fixtures/ticket-draft.ts';
import { zammadToken } from './ticketing/zammad.ts';

process.stdin.resume().once('end', () => process.exit());

const dataFolder = process.env.FAULTS_DATA!;
const wanted = Number(process.env.FAULTS_TICKETS);
const database = await openDatabase({ dataFolder });
const logger = pino({ level: 'silent' });
const queue = createQueue(database, { logger });
const { texts, knowledge } = await loadContent(undefined);
const { organisation } = knowledge;
const publicUrl = 'http://127.0.0.1:3978';
const settings = {
  url: process.env.FAULTS_URL!,
  token: zammadToken,
  user: 'guichet@saint-aubin.example',
  groups: {},
  categories: {},
  // Long enough that a busy machine does not hang by itself: what goes wrong is drawn from the seed alone.
  deadline: 2500,
  settlesIn: 50,
};
const system = openTicketSystem('zammad', { database, publicUrl, settings });
const ticketing = openTicketing({
  database,
  queue,
  system,
  organisation,
  texts,
  publicUrl,
  groups: {},
  pollInterval: 60_000,
  firstPause: 5,
  findMail: async (personId) => `${personId}@saint-aubin.example`,
  actions: { database, now: Date.now, onTicketChanged: async () => {} },
  checkpoint: () => {},
  logger,
  now: Date.now,
});

const tickets = createTickets({ organisation, queue, renderCard: () => ({}), tellChannel: async () => [] });
for (let number = 1; number <= wanted; number += 1) await escalate(number);
await queue.start();
ticketing.start();
for (;;) {
  // What is paused or settling is due again after some ms.
  await ticketing.sweep();
  if ((await countUnfinishedCopies(database.queries)) === 0) break;
  await new Promise((resolve) => setTimeout(resolve, 5));
}
process.stdout.write('whole\n');

/** As a turn commits it: ticket, record of its copy, job, transcript and files in one transaction. */
async function escalate(number: number): Promise<void> {
  const requestId = `request-${number}`;
  if (await findTicketOfRequest(database.queries, requestId)) return;
  const conversationKey = `msteams|conversation-${number}`;
  const now = Date.now();
  await database.transaction(async (db) => {
    const line = { conversationKey, requestId, at: now - 1 };
    await appendTranscript(db, [
      { ...line, id: `${requestId}-1`, author: 'employee', text: `mots de la demande ${number}` },
      { ...line, id: `${requestId}-2`, author: 'guichet', text: 'Si je comprends bien…' },
    ]);
    if (number % 5 === 0) {
      const file = { name: 'capture.png', contentType: 'image/png', content: Buffer.from(`image ${number}`) };
      await saveAttachment(db, { id: `${requestId}-file`, conversationKey, requestId, receivedAt: now - 1, ...file });
    }
    const reference = { personId: `person-${number}`, userName: `Personne ${number}` };
    const incoming = { conversationKey, receipt: internalReceipt(now), reference } as unknown as Incoming;
    await tickets.carryOut(db, [{ type: 'escalate', draft: vpnDraft, requestId }], incoming, now);
  });
}
