import type { Queries } from '../../adapters/database/port.ts';
import { findApprovalByNonce } from '../../adapters/database/repositories/action-approvals.ts';
import { findActionRequest } from '../../adapters/database/repositories/action-requests.ts';
import type { NewEvent } from '../runner/converse.ts';

/**
 * A pressed « J'accepte » or « Je refuse ». The nonce names the request; only the person who was asked decides, once,
 * while it waits (R27, R3).
 */
export async function decisionEvent(
  db: Queries,
  { approved, nonce }: { readonly approved: boolean; readonly nonce: string },
  personId: string,
  now: number,
): Promise<NewEvent> {
  const approval = await findApprovalByNonce(db, nonce);
  const request = approval && (await findActionRequest(db, approval.requestId));
  const say = (key: string, approvalId?: string): NewEvent => ({
    type: 'decision',
    approvalId,
    approved,
    texts: [{ key: `approval.${key}`, with: { name: { data: request?.personName ?? '' } } }],
  });
  if (!approval || !request || approval.approverId !== personId) return say('notYours');
  if (approval.status !== 'pending' || request.status !== 'waiting') return say('late');
  if (request.expiresAt <= now) return say('late');
  return say(approved ? 'approved' : 'refused', approval.id);
}
