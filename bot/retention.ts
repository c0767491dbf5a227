import type { Database } from '../adapters/database/port.ts';
import { purgeActionRequestsOlderThan } from '../adapters/database/repositories/action-requests.ts';
import { forgetAnswerFeedback } from '../adapters/database/repositories/answer-feedback.ts';
import { purgeAttachmentsOlderThan } from '../adapters/database/repositories/attachments.ts';
import { purgeReferencesOlderThan } from '../adapters/database/repositories/conversation-references.ts';
import { purgeConversationsOlderThan } from '../adapters/database/repositories/conversations.ts';
import { purgeDoneOlderThan } from '../adapters/database/repositories/inbound-activities.ts';
import { purgeFinishedOlderThan } from '../adapters/database/repositories/outgoing-messages.ts';
import { purgeRequestsOlderThan } from '../adapters/database/repositories/request-records.ts';
import { purgeTicketsClosedBefore } from '../adapters/database/repositories/tickets.ts';
import { purgeTranscriptOlderThan } from '../adapters/database/repositories/transcript.ts';
import type { Organisation } from '../knowledge/index.ts';
import { forgetAnswers, type ReportOptions } from './campaigns/publish.ts';
import { type CampaignShelf, createCampaignShelf } from './campaigns/shelf.ts';

const day = 24 * 3600_000;
/** Redeliveries come within minutes; posted messages are kept to update their cards. */
const deliveryDays = 14;

/** Forgets what its time has come for (R36), and says how much. The periods are the organisation's. */
export async function applyRetention(
  database: Database,
  { retention }: Organisation,
  now: number,
  /** What answers are of: their totals are kept before they go. */
  campaigns: CampaignShelf = createCampaignShelf(new Map()),
  ledger?: ReportOptions['ledger'],
): Promise<Readonly<Record<string, number>>> {
  const db = database.queries;
  const said = now - retention.transcriptDays * day;
  const ticketsUntil = now - retention.ticketDays * day;
  return {
    tickets: await purgeTicketsClosedBefore(db, ticketsUntil),
    references: await purgeReferencesOlderThan(db, ticketsUntil),
    conversations: await purgeConversationsOlderThan(db, ticketsUntil),
    transcriptLines: await purgeTranscriptOlderThan(db, said),
    actions: await purgeActionRequestsOlderThan(db, said),
    requests: await purgeRequestsOlderThan(db, said),
    attachments: await purgeAttachmentsOlderThan(db, said),
    participations: await forgetAnswers(
      { database, campaigns, ledger, now: () => now },
      now - retention.participationDays * day,
    ),
    answerFeedback: await forgetAnswerFeedback(db, said),
    inboundActivities: await purgeDoneOlderThan(db, now - deliveryDays * day),
    outgoingMessages: await purgeFinishedOlderThan(db, now - deliveryDays * day),
  };
}
