import { z } from 'zod';
import type { Database } from '../../adapters/database/port.ts';
import { findApproval, listPendingForTechnicians } from '../../adapters/database/repositories/action-approvals.ts';
import { type ActionRequest, findActionRequest } from '../../adapters/database/repositories/action-requests.ts';
import type { AuditLog } from '../../adapters/database/repositories/audit.ts';
import { SupportError } from '../../adapters/support-error.ts';
import type { Text } from '../../dialogs/index.ts';
import { actions } from '../../dialogs/self-service/registry.ts';
import type { Texts } from '../rendering/texts.ts';
import type { SelfService } from '../self-service/accept.ts';
import type { Contest } from '../self-service/contest.ts';
import { readSwitch, type Switch, type SwitchState, setSwitch, switches } from '../self-service/switches.ts';
import { json, page, redirect } from './answers.ts';
import { parse, parseJson } from './bodies.ts';
import type { DeskConfig, Identity } from './identity.ts';
import { checkFormToken, formToken } from './origin.ts';
import { preferredLanguage, readerOf } from './pages/layout.ts';
import { type ApprovalRow, approvalsPage, notMePage, switchesPage } from './pages/self-service-pages.ts';
import { refuse } from './refusal.ts';
import type { DeskRequest, Route } from './routes.ts';

/** What the desk needs of self-service. */
export interface SelfServiceDesk {
  readonly decide: SelfService['decide'];
  readonly contest: Contest;
  readonly audit: AuditLog;
  /** After a commit that wrote a job. */
  readonly wake: () => void;
}

type Parts = SelfServiceDesk & {
  readonly database: Database;
  readonly texts: Texts;
  readonly config: DeskConfig;
  readonly now: () => number;
};

const by = z.string().trim().min(1).max(200);
/** `verified` says that identity was proved outside the chat: without it there is no yes (R28). */
const decision = z.strictObject({ by, approved: z.boolean(), verified: z.boolean().default(false) });
const decisionForm = z.object({ by, approved: z.enum(['yes', 'no']), verified: z.literal('yes').optional() });
const frozen = z.strictObject({ by, frozen: z.boolean() });
const frozenForm = z.object({ by, frozen: z.enum(['yes', 'no']) });

const verifiers = ['Technician', 'SecurityOfficer'] as const;
const officers = ['SecurityOfficer'] as const;

export function selfServiceApi(parts: Parts): Route[] {
  const readBody = async ({ body }: DeskRequest) => parseJson(await body('application/json'));
  return [
    {
      method: 'get',
      path: '/desk/api/approvals',
      roles: verifiers,
      handle: async () => {
        const rows = await pending(parts);
        return json({
          approvals: rows.map(({ id, request }) => ({
            id,
            name: request.personName,
            action: request.action,
            asked_at: request.createdAt,
          })),
        });
      },
    },
    {
      method: 'post',
      path: '/desk/api/approvals/:id',
      roles: verifiers,
      handle: async (request) => {
        const body = parse(decision, await readBody(request));
        const decided = await decide(parts, request.parameters.id!, body, request.identity);
        return json({ id: request.parameters.id, request: decided.id, approved: body.approved });
      },
    },
    {
      method: 'get',
      path: '/desk/api/switches',
      roles: officers,
      handle: async () => json({ switches: await allSwitches(parts) }),
    },
    {
      method: 'post',
      path: '/desk/api/switches/:name',
      roles: officers,
      handle: async (request) => {
        const body = parse(frozen, await readBody(request));
        return json(await press(parts, request.parameters.name!, body, request.identity));
      },
    },
  ];
}

export function selfServicePages(parts: Parts): Route[] {
  const { config, texts, now, contest } = parts;
  const readerFor = ({ headers }: DeskRequest) => readerOf(texts, preferredLanguage(headers['accept-language']), now());
  const fieldsOf = async ({ body }: DeskRequest) =>
    Object.fromEntries(new URLSearchParams(await body('application/x-www-form-urlencoded')));
  const guarded = async (request: DeskRequest) => {
    const fields = await fieldsOf(request);
    checkFormToken(config, request.headers, fields.token ?? '');
    return fields;
  };
  const withToken = (request: DeskRequest, render: (token: string) => string) => {
    const token = formToken(config, request.headers);
    return page(render(token.value), 200, token.setCookie === undefined ? {} : { 'set-cookie': token.setCookie });
  };
  const titleOf = ({ action }: ActionRequest): Text => {
    const known = actions.get(action);
    return known ? { written: known.title } : { data: action };
  };
  return [
    {
      method: 'get',
      path: '/desk/approvals',
      roles: verifiers,
      handle: async (request) => {
        const rows = await pending(parts);
        const { name } = request.identity;
        const done = request.query.done !== undefined;
        return withToken(request, (token) => approvalsPage(readerFor(request), rows, { token, name, done, titleOf }));
      },
    },
    {
      method: 'post',
      path: '/desk/approvals/:id',
      roles: verifiers,
      handle: async (request) => {
        const fields = parse(decisionForm, await guarded(request));
        const body = { by: fields.by, approved: fields.approved === 'yes', verified: fields.verified === 'yes' };
        await decide(parts, request.parameters.id!, body, request.identity);
        return redirect('/desk/approvals?done=1');
      },
    },
    {
      method: 'get',
      path: '/desk/switches',
      roles: officers,
      handle: async (request) => {
        const states = await allSwitches(parts);
        const { name } = request.identity;
        return withToken(request, (token) => switchesPage(readerFor(request), states, { token, name }));
      },
    },
    {
      method: 'post',
      path: '/desk/switches/:name',
      roles: officers,
      handle: async (request) => {
        const fields = parse(frozenForm, await guarded(request));
        const pressed = { by: fields.by, frozen: fields.frozen === 'yes' };
        await press(parts, request.parameters.name!, pressed, request.identity);
        return redirect('/desk/switches');
      },
    },
    // What the mail's link opens: the employee has no role here, and the token in the link is their right to it. A
    // mail scanner that follows links only ever sees the question.
    {
      method: 'get',
      path: '/not-me/:token',
      roles: 'anyone',
      handle: async (request) => {
        const found = await contest.find(request.parameters.token!);
        if (!found) throw refuse('not_found');
        return page(notMePage(readerFor(request), { action: titleOf(found), reference: found.ticket }));
      },
    },
    {
      method: 'post',
      path: '/not-me/:token',
      roles: 'anyone',
      handle: async (request) => {
        const found = await contest.find(request.parameters.token!);
        const reference = found && (await contest.contest(request.parameters.token!));
        if (!found || !reference) throw refuse('not_found');
        return page(notMePage(readerFor(request), { action: titleOf(found), reference }));
      },
    },
  ];
}

async function pending({ database, now }: Parts): Promise<ApprovalRow[]> {
  const rows: ApprovalRow[] = [];
  for (const { id, requestId } of await listPendingForTechnicians(database.queries)) {
    const request = await findActionRequest(database.queries, requestId);
    if (request?.status === 'waiting' && request.expiresAt > now()) rows.push({ id, request });
  }
  return rows;
}

/** Only what technicians are asked to verify; a manager's or an owner's word is their own (R27). */
async function decide(
  { database, decide: settle, wake, now }: Parts,
  id: string,
  body: z.infer<typeof decision>,
  identity: Identity,
): Promise<ActionRequest> {
  const approval = await findApproval(database.queries, id);
  const request = approval && (await findActionRequest(database.queries, approval.requestId));
  if (!approval || !request || approval.approverId !== undefined) throw refuse('not_found');
  if (identity.personId === request.personId) throw refuse('approval_own');
  if (body.approved && !body.verified) throw refuse('approval_unverified');
  const technician = identity.name ?? body.by;
  try {
    const settled = await database.transaction((db) =>
      settle(db, { approvalId: id, approved: body.approved, by: { technician } }, now()),
    );
    wake();
    return settled;
  } catch (error) {
    if (error instanceof SupportError && error.code === 'stale_state') throw refuse('approval_settled');
    throw error;
  }
}

async function press(
  { database, audit, now }: Parts,
  name: string,
  body: z.infer<typeof frozen>,
  identity: Identity,
): Promise<SwitchState> {
  if (!(switches as readonly string[]).includes(name)) throw refuse('not_found');
  const state = { frozen: body.frozen, by: identity.name ?? body.by, at: now() };
  await database.transaction(async (db) => {
    await setSwitch(db, name as Switch, state);
    const kind = body.frozen ? 'switch.frozen' : 'switch.released';
    await audit.append(db, { kind, personId: identity.personId ?? state.by, data: { switch: name }, now: now() });
  });
  return state;
}

const allSwitches = ({ database }: Parts) =>
  Promise.all(switches.map(async (name) => ({ name, ...(await readSwitch(database.queries, name)) })));
