import { SupportError } from '../../adapters/support-error.ts';

type RefusalCode =
  | 'invalid_request'
  | 'unauthenticated'
  | 'forbidden'
  | 'wrong_origin'
  | 'wrong_host'
  | 'too_large'
  | 'unsupported_media_type'
  | 'link_spent'
  | 'not_found'
  | 'outage_not_found'
  | 'problem_not_found'
  | 'webhooks_off'
  | 'approval_settled'
  | 'approval_own'
  | 'approval_unverified'
  | 'ticket_confidential'
  | 'ticket_not_found'
  | 'ticket_claimed'
  | 'ticket_not_open'
  | 'ticket_not_resolved';

/** The desk says no. The text for people is `desk.error.<code>`; `detail` tells an API's user which field is wrong. */
export function refuse(code: RefusalCode, detail = ''): SupportError {
  return new SupportError(code, detail, { messageKey: `desk.error.${code}` });
}
