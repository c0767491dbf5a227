import type { Database, Queries } from '../../adapters/database/port.ts';
import {
  type ActionRequest,
  changeActionRequest,
  findActionRequest,
} from '../../adapters/database/repositories/action-requests.ts';
import { findSimulationOf, recordPhishingReport } from '../../adapters/database/repositories/phishing.ts';
import { SupportError } from '../../adapters/support-error.ts';
import type { Text } from '../../dialogs/index.ts';
import type { ActionContext, ActionOutcome, SelfServiceAction } from '../../dialogs/self-service/action.ts';
import type { SelfServiceOptions } from './accept.ts';
import { findObstacle, type GuardOptions } from './guard.ts';
import type { Incidents } from './incidents.ts';
import { news, tellJob } from './jobs.ts';
import type { ShowSecret } from './secrets.ts';

/** ms for one action, its verification included. */
const deadline = 40_000;
/** Tries of what may be repeated before the employee is told that it did not work. */
const mostTries = 4;
/** ms between looks at whether it took effect, and how many. */
const verifyEvery = 60_000;
const mostLooks = 5;

export interface RunOptions extends GuardOptions, Omit<SelfServiceOptions, 'actions'> {
  readonly database: Database;
  readonly incidents: Incidents;
  readonly showSecret: ShowSecret;
  readonly checkpoint: (name: string) => void;
}

/**
 * Runs a confirmed action: every obstacle once more, intent and audit, the call, the result (R9). What could not be
 * written down is not run (R32).
 */
export function handleRunJobs(options: RunOptions): void {
  const { queue } = options;
  queue.handle('action.run', async ({ payload, attempt }, signal) => {
    const { id } = payload as { id: string };
    await runAction(options, id, attempt, AbortSignal.any([signal, AbortSignal.timeout(deadline)]));
  });
  queue.handle('action.verify', async ({ payload }, signal) => {
    const { id, look, begun } = payload as { id: string; look: number; begun: number };
    await lookAgain(options, id, look, begun, signal);
  });
}

async function runAction(options: RunOptions, id: string, attempt: number, signal: AbortSignal): Promise<void> {
  const { database, actions, audit, checkpoint, now } = options;
  const request = await findActionRequest(database.queries, id);
  const action = request && actions.get(request.action);
  if (!request || !action?.run) return;
  const context = contextOf(options, request, signal);
  if (request.status === 'accepted') {
    if (request.expiresAt <= now()) return end(options, request, 'expired', [{ key: 'action.tooLate' }]);
    const refusal = await obstacle(options, action, context, attempt);
    if (refusal) return end(options, request, 'refused', refusal.texts, { code: refusal.code });
    const begun = await database.transaction(async (db) => {
      const changed = await changeActionRequest(db, { id, from: ['accepted'], to: 'running', now: now() });
      const { personId } = request;
      if (changed)
        await audit.append(db, {
          kind: 'action.started',
          personId,
          subject: id,
          data: { action: action.id },
          now: now(),
        });
      return changed;
    });
    if (!begun) return;
  } else if (request.status !== 'running') return;
  else if (!action.repeatable) return abandon(options, request, action, context);
  checkpoint('action.running');
  let outcome: ActionOutcome;
  try {
    outcome = await options.breaker.call(() => action.run!(context));
  } catch (cause) {
    return failed(options, request, action, context, attempt, cause);
  }
  checkpoint('action.ran');
  await succeed(options, request, action, context, outcome);
}

const contextOf = (
  { tenant, now, serviceIssues, database }: RunOptions,
  request: ActionRequest,
  signal: AbortSignal,
): ActionContext => ({
  // The person of the authenticated activity that confirmed it, and nobody else (R27).
  tenant: tenant.as(request.personId),
  input: request.input,
  now: now(),
  signal,
  serviceIssues,
  findSimulation: (message) => findSimulationOf(database.queries, message),
});

/** A tenant that cannot be asked is tried again; a person who waits is told after a few tries. */
async function obstacle(options: RunOptions, action: SelfServiceAction, context: ActionContext, attempt: number) {
  try {
    return await findObstacle(options, action, context.tenant, context.signal, 1);
  } catch (cause) {
    if (attempt < mostTries) throw cause;
    return { code: 'unreachable', texts: [{ key: 'action.refused.unreachable' }] };
  }
}

async function succeed(
  options: RunOptions,
  request: ActionRequest,
  action: SelfServiceAction,
  context: ActionContext,
  outcome: ActionOutcome,
): Promise<void> {
  if (outcome.secret) {
    const shown = await options.showSecret(request, outcome.secret);
    if (!shown) return abandon(options, request, action, context);
  }
  if (outcome.partial) {
    return end(options, request, 'partial', [...outcome.texts, ...outcome.partial], {
      undo: outcome.undo,
      ticket: true,
    });
  }
  const verified = await verify(action, context);
  const { undo, endsAt, phishing } = outcome;
  if (verified) return end(options, request, 'done', outcome.texts, { undo, endsAt, phishing });
  // Asked for, not there yet: the employee hears so now, and the rest when it is known.
  await options.database.transaction(async (db) => {
    const begun = context.now;
    await options.queue.enqueue(db, verifyJob(request.id, 1, begun, options.now()));
    if (outcome.endsAt !== undefined) {
      const payload = { id: request.id };
      const job = { kind: 'action.lapse', dedupeKey: `action.lapse:${request.id}`, payload, runAt: outcome.endsAt };
      await options.queue.enqueue(db, job);
    }
    const told = news([{ key: 'action.pending' }]);
    await options.queue.enqueue(db, tellJob(request.conversationKey, `${request.id}:pending`, told));
    await keepUndo(db, request, outcome, options.now());
  });
}

const keepUndo = (db: Queries, { id }: ActionRequest, { undo }: ActionOutcome, now: number) =>
  undo === undefined ? undefined : changeActionRequest(db, { id, from: ['running'], to: 'running', undo, now });

const verifyJob = (id: string, look: number, begun: number, now: number) => ({
  kind: 'action.verify',
  dedupeKey: `action.verify:${id}:${look}`,
  payload: { id, look, begun },
  runAt: now + verifyEvery,
});

/** Not seen is not verified: a failure to look counts as not yet. */
async function verify(action: SelfServiceAction, context: ActionContext): Promise<boolean> {
  try {
    return (await action.verify?.(context)) ?? true;
  } catch {
    return false;
  }
}

async function lookAgain(
  options: RunOptions,
  id: string,
  look: number,
  begun: number,
  signal: AbortSignal,
): Promise<void> {
  const { database, queue, actions, now } = options;
  const request = await findActionRequest(database.queries, id);
  const action = request && actions.get(request.action);
  if (!action || request.status !== 'running') return;
  const context = { ...contextOf(options, request, signal), now: begun };
  if (await verify(action, context)) return end(options, request, 'done', [{ key: 'action.verified' }]);
  if (look < mostLooks) {
    await database.transaction((db) => queue.enqueue(db, verifyJob(id, look + 1, begun, now())));
    return;
  }
  await end(options, request, 'unknown', [{ key: 'action.unverified' }], { ticket: true });
}

async function failed(
  options: RunOptions,
  request: ActionRequest,
  action: SelfServiceAction,
  context: ActionContext,
  attempt: number,
  cause: unknown,
): Promise<void> {
  const known = cause instanceof SupportError ? cause : undefined;
  options.logger.warn({ action: action.id, code: known?.code, error: known ? undefined : cause }, 'an action failed');
  if (action.repeatable && known?.retryable && attempt < mostTries) throw cause;
  // No answer is not a no: what may have happened is put back before the employee is told.
  const ambiguous = !known || known.retryable;
  if (!action.repeatable && ambiguous) return abandon(options, request, action, context);
  const key = known?.retryable ? 'action.failed.unreachable' : 'action.failed';
  await end(options, request, 'failed', [{ key }], { code: known?.code, ticket: true });
}

/** It may have happened and may not: it is made sure that nothing is half done, and the employee is told so. */
async function abandon(
  options: RunOptions,
  request: ActionRequest,
  action: SelfServiceAction,
  context: ActionContext,
): Promise<void> {
  await action.recover?.(context);
  await end(options, request, 'unknown', [{ key: action.recover ? 'action.recovered' : 'action.unknown' }], {
    ticket: true,
  });
}

interface Ending {
  readonly code?: string | undefined;
  readonly undo?: Readonly<Record<string, unknown>> | undefined;
  readonly ticket?: boolean;
  /** epoch ms; undone by itself then. */
  readonly endsAt?: number | undefined;
  /** A suspicious message was reported: counted, without who did it. */
  readonly phishing?: ActionOutcome['phishing'];
}

/** The outcome: state, audit, what the employee hears, the notice outside the chat, in one transaction. */
async function end(
  options: RunOptions,
  request: ActionRequest,
  to: 'done' | 'partial' | 'failed' | 'unknown' | 'refused' | 'expired',
  texts: readonly Text[],
  { code, undo, ticket = false, endsAt, phishing }: Ending = {},
): Promise<void> {
  const { database, queue, audit, actions, incidents, now } = options;
  const { id, conversationKey, personId } = request;
  const action = actions.get(request.action);
  const took = to === 'done' || to === 'partial' || to === 'unknown';
  const posted = await database.transaction(async (db) => {
    const from = ['accepted', 'running'] as const;
    const changed = await changeActionRequest(db, { id, from, to, ...(undo ? { undo } : {}), now: now() });
    // « Ce n'était pas moi » came meanwhile: what that says holds.
    if (!changed) return [];
    await audit.append(db, {
      kind: `action.${to}`,
      personId,
      subject: id,
      data: { action: request.action, ...(code && { code }) },
      now: now(),
    });
    const notices = took && action?.risk === 'high';
    if (took && phishing) await recordPhishingReport(db, phishing.simulation, now());
    const exercise = phishing?.simulation !== undefined;
    const incident =
      took && action?.alertsSecurity && !exercise ? await incidents.open(db, request, 'reported', now()) : undefined;
    const told = [...texts];
    if (incident) told.push({ key: 'action.incident', with: { reference: incident.reference } });
    if (notices) {
      told.push({ key: 'action.notice' });
      await queue.enqueue(db, { kind: 'action.notice', dedupeKey: `action.notice:${id}`, payload: { id } });
    }
    if (endsAt !== undefined) {
      await queue.enqueue(db, {
        kind: 'action.lapse',
        dedupeKey: `action.lapse:${id}`,
        payload: { id },
        runAt: endsAt,
      });
    }
    await queue.enqueue(db, tellJob(conversationKey, `${id}:${to}`, news(told, { solved: to === 'done', ticket })));
    return incident?.messages ?? [];
  });
  incidents.post(posted);
  queue.wake();
}
