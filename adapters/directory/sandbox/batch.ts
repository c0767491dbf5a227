import { z } from 'zod';
import type { Request, Response } from './answer.ts';

const batchSchema = z.object({
  requests: z
    .array(
      z.object({
        id: z.string().min(1),
        method: z.string(),
        url: z.string().startsWith('/'),
        headers: z.record(z.string(), z.string()).optional(),
        body: z.unknown().optional(),
        dependsOn: z.array(z.string()).optional(),
      }),
    )
    .min(1)
    .max(20),
});

/**
 * Each request of a batch answered on its own; one that depends on a failed one is 424. undefined when the batch itself
 * is not one.
 */
export async function answerBatch(
  whole: Request,
  one: (request: Request) => Promise<Response>,
): Promise<Response | undefined> {
  const batch = batchSchema.safeParse(whole.body);
  if (!batch.success || new Set(batch.data.requests.map(({ id }) => id)).size < batch.data.requests.length)
    return undefined;
  const answered = new Map<string, Response>();
  for (const { id, method, url, body, dependsOn = [] } of batch.data.requests) {
    const failed = dependsOn.some((other) => (answered.get(other)?.status ?? 424) >= 400);
    const request = { method, url: new URL(`/v1.0${url}`, whole.url), authorization: whole.authorization, body };
    answered.set(id, failed ? { status: 424, headers: {}, body: undefined } : await one(request));
  }
  const responses = [...answered].map(([id, { status, headers, body }]) => ({
    id,
    status,
    headers,
    ...(body !== undefined && { body }),
  }));
  return { status: 200, headers: { 'content-type': 'application/json' }, body: { responses } };
}
