import { z } from 'zod';
import type { TicketStatus } from '../../adapters/database/schema.ts';
import { refuse } from './refusal.ts';

const by = z.string().trim().min(1).max(200);
const words = z.string().trim().min(1).max(4_000);
const solution = z.enum(['definitive', 'temporary', 'workaround']);

export const claimBody = z.strictObject({ by });
export const commentBody = z.strictObject({ by, text: words, to_employee: z.boolean() });
export const resolveBody = z.strictObject({ by, resolution: words, solution });
export const reopenBody = z.strictObject({ by, reason: words });

/** What the desk's own forms send: as above, with an unchecked box left out and the two tokens. */
export const form = {
  claim: z.object({ by }),
  comment: z.object({ by, text: words, once: z.uuid(), to_employee: z.literal('yes').optional() }),
  resolve: z.object({ by, resolution: words, solution }),
  reopen: z.object({ by, reason: words }),
};

export const statuses = [
  'new',
  'assigned',
  'waiting_employee',
  'waiting_supplier',
  'resolved',
  'closed',
  'closed_unconfirmed',
] as const satisfies readonly TicketStatus[];
const value = z.string().min(1).max(200);
export const listQuery = z.object({
  status: z.enum(statuses).optional(),
  category: value.optional(),
  requester: value.optional(),
  after: value.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Throws `invalid_request`, naming each field and what is wrong with it; never what was sent. */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw refuse(
    'invalid_request',
    result.error.issues.map((i) => `${i.path.join('.') || 'body'}: ${i.message}`).join('; '),
  );
}

/** Throws `invalid_request` when the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse('invalid_request', 'body: not JSON');
  }
}
