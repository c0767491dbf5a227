import { createHmac, timingSafeEqual } from 'node:crypto';
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

/** A notification's JSON. @throws `webhook_unreadable` */
export function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new SupportError('webhook_unreadable', 'the notification is not JSON', { cause });
  }
}
