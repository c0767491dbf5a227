import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import {
  findProblem,
  isToldOfProblem,
  listProblems,
  listUnsolvedIncidents,
  markToldOfProblem,
  type Problem,
  saveProblem,
} from '../../adapters/database/repositories/problems.ts';
import { findTicket } from '../../adapters/database/repositories/tickets.ts';
import type { Queue } from '../../adapters/queue/port.ts';
import { SupportError } from '../../adapters/support-error.ts';
import type { Kit } from '../../dialogs/index.ts';
import type { Localised, Organisation } from '../../knowledge/index.ts';
import { createPace } from '../delivery/pace.ts';
import { internalReceipt } from '../runner/conversation-order.ts';
import type { Incoming } from '../runner/incoming.ts';
import { findOwnChat } from '../self-service/chats.ts';
import { type Candidate, findCandidates } from './candidates.ts';
import { writeDraft } from './draft.ts';

export interface ProblemsOptions {
  readonly database: Database;
  readonly queue: Queue;
  readonly organisation: Organisation;
  readonly scripts: Kit['scripts'];
  readonly dataFolder: string;
  readonly submit: (incoming: Incoming) => Promise<void>;
  readonly busy: () => boolean;
  readonly logger: Logger;
  readonly now: () => number;
}

export interface ListedProblem extends Candidate {
  readonly status: 'candidate' | Problem['status'];
  readonly title: string;
  readonly externalReference?: string;
}

export interface ProblemChange {
  readonly by: string;
  readonly status?: 'solved' | 'dismissed' | undefined;
  readonly reference?: string | undefined;
  readonly solution?: Localised | undefined;
}

/** Recurring incidents without a known solution, and what technicians do about them. */
export interface Problems {
  list(): Promise<ListedProblem[]>;
  /** Links it to the ticket system's problem, sets it aside, or solves it: then a draft is written and people are told. */
  change(id: string, change: ProblemChange): Promise<{ readonly problem: Problem; readonly draft?: string }>;
}

const span = 90 * 24 * 3600_000;
/** Incidents looked at, newest first. */
const mostLookedAt = 5000;
/** People a second who hear of a solution. */
const perSecond = 5;

export function openProblems(options: ProblemsOptions): Problems {
  const { database, queue, organisation, scripts, dataFolder, now } = options;
  const db = database.queries;
  const pace = createPace({ perSecond, busy: options.busy });

  queue.handle('problem.tell', async ({ payload }, signal) => {
    const problem = await findProblem(db, (payload as { problem: string }).problem);
    if (!problem?.solution) return;
    for (const reference of problem.members) {
      const ticket = await findTicket(db, reference);
      if (!ticket || (await isToldOfProblem(db, problem.id, ticket.requester.id))) continue;
      await pace.next(signal);
      await tellOne(options, problem, problem.solution, ticket.requester.id);
      await markToldOfProblem(db, problem.id, ticket.requester.id, now());
    }
  });

  /** Confidential families are nobody's list. */
  const open = (category: string): boolean =>
    !organisation.groups.some(({ id, confidential }) => confidential && id === scripts.get(category)?.group);

  async function list(): Promise<ListedProblem[]> {
    const incidents = (await listUnsolvedIncidents(db, now() - span, mostLookedAt)).filter(({ category }) =>
      open(category),
    );
    const known = new Map((await listProblems(db)).map((problem) => [problem.id, problem]));
    return findCandidates(incidents, now()).map((candidate) => {
      const problem = known.get(candidate.id);
      return {
        ...candidate,
        status: problem?.status ?? 'candidate',
        title: problem?.title ?? titleOf(candidate),
        ...(problem?.externalReference === undefined ? {} : { externalReference: problem.externalReference }),
      };
    });
  }

  function titleOf({ category, shared, errorCodes }: Candidate): string {
    const family = scripts.get(category)?.title[organisation.deskLanguage] ?? category;
    const signs = [...errorCodes, ...shared.map(({ value }) => value)].slice(0, 3);
    return [family, ...signs].join(', ').slice(0, 120);
  }

  return {
    list,
    async change(id, change) {
      const [listed, before] = [(await list()).find((each) => each.id === id), await findProblem(db, id)];
      if (!listed && !before) throw new SupportError('problem_not_found', id);
      const externalReference = change.reference ?? before?.externalReference;
      const solution = change.solution ?? before?.solution;
      if (change.status === 'solved' && solution === undefined) {
        throw new SupportError('invalid_request', 'solution: says what solved it');
      }
      const problem: Problem = {
        id,
        status: change.status ?? before?.status ?? 'linked',
        category: (listed ?? before)!.category,
        title: (before ?? listed)!.title,
        members: listed?.members ?? before!.members,
        by: change.by,
        ...(externalReference === undefined ? {} : { externalReference }),
        ...(solution === undefined ? {} : { solution }),
        ...(change.status === 'solved' ? { solvedAt: now() } : {}),
      };
      // The draft first: if it cannot be written, nothing is said to be solved.
      const owner = scripts.get(problem.category)?.group ?? organisation.defaultGroup;
      const draft =
        change.status === 'solved' && solution
          ? writeDraft({ ...problem, solution }, listed?.shared ?? [], { folder: dataFolder, owner, now: now() })
          : undefined;
      await database.transaction(async (transaction) => {
        await saveProblem(transaction, problem, now());
        if (draft === undefined) return;
        const dedupeKey = `problem.tell:${id}`;
        await queue.enqueue(transaction, { kind: 'problem.tell', dedupeKey, payload: { problem: id } });
      });
      queue.wake();
      return draft === undefined ? { problem } : { problem, draft };
    },
  };
}

/** A turn of the person's own conversation, known by the problem: a second try says nothing twice. */
async function tellOne(
  { database, submit, now }: ProblemsOptions,
  { id, title }: Problem,
  solution: Localised,
  personId: string,
) {
  const own = await findOwnChat(database.queries, personId);
  if (!own) return;
  const parameters = { title: { data: title }, solution: { data: solution[own.language] } };
  await submit({
    conversationKey: own.chat.conversationKey,
    activityId: `problem:${id}`,
    receipt: internalReceipt(now() * 1000),
    receivedAt: now(),
    kind: { type: 'announcement', texts: [{ key: 'problem.solved', with: parameters }] },
    reference: own.chat,
    masked: [],
    attachments: [],
    locale: undefined,
    activity: {},
  });
}
