import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../channel/origins.ts';
import { cookie, type DeskConfig } from './identity.ts';
import { refuse } from './refusal.ts';

/**
 * Local mode answers to names of this machine alone: a page of another name that was made to resolve to 127.0.0.1 is
 * refused (DNS rebinding). Throws `wrong_host`.
 */
export function checkHost(config: DeskConfig, headers: IncomingHttpHeaders): void {
  if (!config.local) return;
  const host = headers.host ?? '';
  const url = `http://${host}`;
  if (!URL.canParse(url) || !isLoopback(new URL(url).hostname)) throw refuse('wrong_host');
}

/**
 * A change must come from the desk's own pages, or from a program that is no browser. `SameSite` alone would let in
 * other ports of the same machine, and in production a proxy signs in whatever the browser sends. Throws `wrong_origin`.
 */
export function checkOrigin(config: DeskConfig, headers: IncomingHttpHeaders): void {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw refuse('wrong_origin');
  const { origin } = headers;
  if (origin === undefined || origin === new URL(config.publicUrl).origin) return;
  if (!URL.canParse(origin) || new URL(origin).host !== headers.host) throw refuse('wrong_origin');
}

/** The hidden field and the cookie hold the same random token: another site can set neither. */
export interface FormToken {
  readonly value: string;
  /** `Set-Cookie`, when the browser has none yet. */
  readonly setCookie?: string;
}

export function formToken(config: DeskConfig, headers: IncomingHttpHeaders): FormToken {
  const known = cookie(headers, cookieName(config));
  if (known) return { value: known };
  const value = randomBytes(24).toString('base64url');
  const attributes = config.local ? 'Path=/desk' : 'Secure; Path=/';
  return { value, setCookie: `${cookieName(config)}=${value}; HttpOnly; SameSite=Strict; ${attributes}` };
}

/** Throws `wrong_origin` when the form was not made for this browser. */
export function checkFormToken(config: DeskConfig, headers: IncomingHttpHeaders, given: string): void {
  const expected = Buffer.from(cookie(headers, cookieName(config)) ?? '');
  const token = Buffer.from(given);
  if (expected.length === 0 || expected.length !== token.length || !timingSafeEqual(expected, token)) {
    throw refuse('wrong_origin');
  }
}

/** Browsers let only this very host set a `__Host-` cookie, and only over https. */
function cookieName(config: DeskConfig): string {
  return config.local ? 'guichet_form' : '__Host-guichet_form';
}
