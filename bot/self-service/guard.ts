import type { Logger } from 'pino';
import type { Queries } from '../../adapters/database/port.ts';
import { countActionRequests, listActionRequests } from '../../adapters/database/repositories/action-requests.ts';
import type { PersonalTenant, Tenant } from '../../adapters/directory/actions-port.ts';
import { SupportError } from '../../adapters/support-error.ts';
import type { ActionInput, Examination } from '../../dialogs/engine/types.ts';
import type { ActionContext, SelfServiceAction } from '../../dialogs/self-service/action.ts';
import type { Breaker } from './breaker.ts';
import { findOwnChat } from './chats.ts';
import { readSwitch } from './switches.ts';

const hour = 3600_000;
const day = 24 * hour;
/** R31; an action's own limit is its `perDay`. */
const perPersonAnHour = 40;
const forAllAMinute = 120;
/** Nothing that gives a way in so long after a compromise was reported (R28). */
const caution = day;
/** ms that a turn waits for the tenant; it was acknowledged before (R1). */
const patience = 5_000;

export interface GuardOptions {
  readonly tenant: Tenant;
  readonly queries: Queries;
  readonly actions: ReadonlyMap<string, SelfServiceAction>;
  readonly breaker: Breaker;
  readonly logger: Logger;
  readonly now: () => number;
  /** Whether a mailbox is named to send notices from: without them nothing of high impact is done (R28). */
  readonly notices: boolean;
  readonly serviceIssues: ActionContext['serviceIssues'];
  /** Whether people can sign in here at all. */
  readonly signInPossible: boolean;
}

/** `personId` is the authenticated activity's, and the only person there is (R27). */
export type Examine = (personId: string, action: string, input: ActionInput, allowed: boolean) => Promise<Examination>;

type Refusal = Extract<Examination, { type: 'refuse' }>;

const refuse = (code: string, ticket = false): Refusal => ({
  type: 'refuse',
  code,
  texts: [{ key: `action.refused.${code}` }],
  ticket,
});

/**
 * What stands between anybody and an action, whichever it is: asked before it is examined, and again before it is run
 * (R28, R31, R40).
 */
export async function findObstacle(
  { queries, now, notices }: GuardOptions,
  action: SelfServiceAction,
  tenant: PersonalTenant,
  signal: AbortSignal,
  /** Requests of this very one that are counted already. */
  own = 0,
): Promise<Refusal | undefined> {
  const at = now();
  const { personId } = tenant;
  if ((await readSwitch(queries, 'self-service')).frozen) return refuse('frozen', true);
  if ((await countActionRequests(queries, at - hour, { personId })) - own >= perPersonAnHour) return refuse('often');
  const today = { personId, action: action.id, except: ['refused', 'expired', 'denied'] as const };
  if ((await countActionRequests(queries, at - day, today)) - own >= action.perDay) return refuse('often');
  if ((await countActionRequests(queries, at - 60_000)) - own >= forAllAMinute) return refuse('busy');
  if (action.risk === 'high' && !notices) return refuse('not-permitted', true);
  if (action.wayIn && (await wasCompromised(queries, personId, at))) return refuse('compromised', true);
  if (action.risk === 'high' && !action.forPrivileged && (await tenant.readRoles(signal)).length > 0) {
    return refuse('privileged', true);
  }
  return undefined;
}

/** Identity is verified by a technician outside the chat, whatever the action's own preview says (R28). */
export const needsSecondPerson = (action: SelfServiceAction): boolean =>
  action.wayIn === true || action.approval === 'technician';

/** Reported by the person, or said to be none of theirs, within the last day. */
async function wasCompromised(queries: Queries, personId: string, at: number): Promise<boolean> {
  const contested = await listActionRequests(queries, personId, at - caution, ['contested', 'undone']);
  if (contested.length > 0) return true;
  const done = await listActionRequests(queries, personId, at - caution, ['accepted', 'running', 'done', 'partial']);
  return done.some(({ action }) => action === 'report-compromise');
}

/** Examines an action for one person: obstacles, eligibility, preview. A failure is an honest sentence. */
export function createExamine(options: GuardOptions): Examine {
  return async (personId, id, input, allowed) => {
    const action = options.actions.get(id);
    if (!action || !allowed) return refuse('unavailable', true);
    const signal = AbortSignal.timeout(patience);
    const { serviceIssues } = options;
    try {
      const tenant = options.tenant.as(personId);
      return await options.breaker.call(async () => {
        const obstacle = await findObstacle(options, action, tenant, signal);
        if (obstacle) return obstacle;
        const examination = await action.examine({ tenant, input, now: options.now(), signal, serviceIssues });
        if (examination.type !== 'confirm') return examination;
        const secondPerson = needsSecondPerson(action);
        return withReachable(options.queries, personId, { ...examination, secondPerson });
      });
    } catch (cause) {
      const needsSignIn = cause instanceof SupportError && cause.code === 'sign_in_required';
      return needsSignIn && options.signInPossible ? { type: 'signIn' } : failed(options.logger, id, cause);
    }
  };
}

/** Only people who can be asked in their own chat, and never the one who asks. */
async function withReachable(
  queries: Queries,
  personId: string,
  examination: Extract<Examination, { type: 'confirm' }>,
): Promise<Examination> {
  if (!examination.approvers) return examination;
  const reachable = [];
  for (const approver of examination.approvers) {
    if (approver.id === personId) continue;
    if (await findOwnChat(queries, approver.id)) reachable.push(approver);
  }
  return reachable.length === 0 ? refuse('no-approver', true) : { ...examination, approvers: reachable };
}

function failed(logger: Logger, action: string, cause: unknown): Refusal {
  const code = cause instanceof SupportError ? cause.code : 'unexpected';
  if (code === 'database_unavailable') throw cause;
  logger.warn(
    { action, code, error: cause instanceof SupportError ? undefined : cause },
    'an action could not be examined',
  );
  if (code === 'permission_missing') return refuse('not-permitted', true);
  if (code === 'sign_in_required') return refuse('sign-in', true);
  return refuse('unreachable', true);
}
