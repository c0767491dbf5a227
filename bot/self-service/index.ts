import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import { openAuditLog } from '../../adapters/database/repositories/audit.ts';
import type { Tenant } from '../../adapters/directory/actions-port.ts';
import type { Queue } from '../../adapters/queue/port.ts';
import type { ActionContext } from '../../dialogs/self-service/action.ts';
import { actions } from '../../dialogs/self-service/registry.ts';
import type { Organisation } from '../../knowledge/index.ts';
import { createHeadRecorder } from '../audit/heads.ts';
import type { Connector } from '../channel/connector.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Texts } from '../rendering/texts.ts';
import type { Incoming } from '../runner/incoming.ts';
import type { Tickets } from '../runner/tickets.ts';
import { createSelfService, type SelfService } from './accept.ts';
import { createBreaker } from './breaker.ts';
import { type Contest, createContest, handleUndoJobs } from './contest.ts';
import { loadContestKey } from './contest-token.ts';
import { handleFollowUpJobs } from './follow-up.ts';
import { createExamine, type Examine } from './guard.ts';
import { createIncidents } from './incidents.ts';
import { handleRunJobs } from './run.ts';
import { createShowSecret, handleHideJobs } from './secrets.ts';

export interface SelfServiceParts {
  readonly database: Database;
  readonly queue: Queue;
  readonly tenant: Tenant;
  readonly connector: Connector;
  readonly outbox: Outbox;
  readonly tickets: Tickets;
  readonly texts: Texts;
  readonly organisation: Organisation;
  readonly publicUrl: string;
  readonly notices: boolean;
  readonly serviceIssues: ActionContext['serviceIssues'];
  readonly signInPossible: boolean;
  readonly submit: (incoming: Incoming) => Promise<void>;
  readonly checkpoint: (name: string) => void;
  readonly logger: Logger;
  readonly now: () => number;
}

export interface OpenSelfService {
  readonly examine: Examine;
  readonly selfService: SelfService;
  readonly contest: Contest;
  /** To be called every minute. */
  readonly recordHeads: () => Promise<void>;
  /** Appends to the audit log outside an action: a switch that was pressed. */
  readonly audit: ReturnType<typeof openAuditLog>;
}

/** Puts the parts of self-service together: one path that every action passes, and the jobs behind it. */
export async function openSelfService(parts: SelfServiceParts): Promise<OpenSelfService> {
  const { database, logger, now, outbox, tickets, texts } = parts;
  const audit = openAuditLog(now());
  const options = {
    ...parts,
    actions,
    audit,
    queries: database.queries,
    breaker: createBreaker({ now }),
    contestKey: await loadContestKey(database.queries),
    incidents: createIncidents({ tickets, texts, outbox, actions }),
    showSecret: createShowSecret(parts),
  };
  handleRunJobs(options);
  handleHideJobs(parts);
  handleFollowUpJobs(options);
  handleUndoJobs(options);
  return {
    examine: createExamine(options),
    selfService: createSelfService(options),
    contest: createContest(options),
    recordHeads: createHeadRecorder(database, audit, logger, now),
    audit,
  };
}
