import { createHmac, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import { SupportError } from '../support-error.ts';
import type { WebhookRequest } from './port.ts';

export const headerOf = ({ headers }: WebhookRequest, name: string): string => {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
};

/** @throws `webhook_unsigned` unless the signature, in hex, is the HMAC of the text with the secret (R33) */
export function checkSignature(algorithm: 'sha1' | 'sha256', secret: string, text: string, signature: string): void {
  const expected = createHmac(algorithm, secret).update(text).digest();
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new SupportError('webhook_unsigned', 'the notification is not signed with TICKET_SYSTEM_WEBHOOK_SECRET');
  }
}

/** A notification, checked for the fields that are used. @throws `webhook_unreadable` */
export function readNotification<T>(schema: z.ZodType<T>, body: string): T {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    throw new SupportError('webhook_unreadable', 'the notification is not JSON', { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') || 'its body';
  throw new SupportError('webhook_unreadable', `the notification lacks what tells the ticket: ${where}`);
}
