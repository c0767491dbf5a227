import { voidApprovals } from '../../adapters/database/repositories/action-approvals.ts';
import {
  type ActionRequest,
  changeActionRequest,
  findActionRequest,
  findActionRequestToContest,
} from '../../adapters/database/repositories/action-requests.ts';
import { appendEvent } from '../../adapters/database/repositories/ticket-changes.ts';
import type { Text } from '../../dialogs/index.ts';
import { hashOfContest } from './contest-token.ts';
import { news, tellJob } from './jobs.ts';
import type { RunOptions } from './run.ts';

/** « Ce n'était pas moi »: outside the chat, by whoever has the notice. */
export interface Contest {
  /** The action that a link is about, or undefined when it is about none. */
  find(token: string): Promise<ActionRequest | undefined>;
  /** Undoes what can be undone and opens a security incident, once; its reference. */
  contest(token: string): Promise<string | undefined>;
}

/** What can be contested: everything that was asked for in somebody's name and was not already. */
const contestable = ['waiting', 'accepted', 'running', 'done', 'partial', 'unknown', 'failed'] as const;

export function createContest(options: RunOptions): Contest {
  const { database, queue, audit, incidents, now } = options;
  const find: Contest['find'] = (token) => findActionRequestToContest(database.queries, hashOfContest(token));
  return {
    find,
    async contest(token) {
      const request = await find(token);
      if (!request) return undefined;
      const { id, personId } = request;
      const opened = await database.transaction(async (db) => {
        if (!(await changeActionRequest(db, { id, from: contestable, to: 'contested', now: now() }))) return undefined;
        await voidApprovals(db, id, now());
        const incident = await incidents.open(db, request, 'contested', now());
        const { reference: ticket } = incident;
        await changeActionRequest(db, { id, from: ['contested'], to: 'contested', ticket, now: now() });
        await audit.append(db, {
          kind: 'action.contested',
          personId,
          subject: id,
          data: { action: request.action, ticket },
          now: now(),
        });
        const payload = { id, before: request.status };
        await queue.enqueue(db, { kind: 'action.undo', dedupeKey: `action.undo:${id}`, payload });
        return incident;
      });
      if (!opened) return (await find(token))?.ticket;
      incidents.post(opened.messages);
      queue.wake();
      return opened.reference;
    },
  };
}

/** What is put back, said to the person and to the security team; sessions are closed whatever the action was. */
export function handleUndoJobs(options: RunOptions): void {
  const { database, queue, audit, actions, tenant, texts, now } = options;
  queue.handle('action.undo', async ({ payload }, signal) => {
    const { id, before } = payload as { id: string; before: ActionRequest['status'] };
    const request = await findActionRequest(database.queries, id);
    const action = request && actions.get(request.action);
    if (!action || request.status !== 'contested') return;
    const { personId, conversationKey, ticket } = request;
    const { serviceIssues } = options;
    const context = { tenant: tenant.as(personId), input: request.input, now: now(), signal, serviceIssues };
    const begun = !['waiting', 'accepted'].includes(before);
    let done: readonly Text[] = [{ key: 'contest.nothingToUndo' }];
    if (begun && action.undo) done = await action.undo(context, request.undo ?? {});
    else if (begun) done = [{ key: 'contest.cannotUndo' }];
    // Whoever pressed sat at a session of this person.
    await context.tenant.revokeSessions(signal);
    const told: readonly Text[] = [...done, { key: 'contest.sessions' }];
    await database.transaction(async (db) => {
      if (!(await changeActionRequest(db, { id, from: ['contested'], to: 'undone', now: now() }))) return;
      await audit.append(db, {
        kind: 'action.undone',
        personId,
        subject: id,
        data: { action: request.action },
        now: now(),
      });
      const text = told
        .map((each) => texts.write(each, { language: request.language, as: 'plain', now: now() }))
        .join('\n');
      if (ticket) await appendEvent(db, { id: `${id}:undone`, reference: ticket, at: now(), kind: 'comment', text });
      const contested: Text = { key: 'contest.told', with: { reference: ticket ?? '' } };
      await queue.enqueue(db, tellJob(conversationKey, `${id}:undone`, news([contested, ...told])));
    });
    queue.wake();
  });
}
