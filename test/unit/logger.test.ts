import { expect, test } from 'vitest';
import { ConnectorRefused } from '../../bot/channel/connector-errors.ts';
import { createLogger, failureId } from '../../bot/logger.ts';
import { messageActivity } from '../support/activities.ts';

function logged(fields: object): string {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } });
  logger.info(fields, 'A line');
  return lines.join('');
}

test('an activity is logged without who wrote and what', () => {
  const activity = messageActivity('http://127.0.0.1:1', 'mon mot de passe est Azerty123', { id: 'f:12' });
  const line = logged({ activity });
  expect(JSON.parse(line).activity).toEqual({ type: 'message', id: 'f:12', channelId: 'msteams' });
  expect(line).not.toMatch(/Odile|Azerty123|1111/);
});

test('R30 tokens and texts that slip in are removed', () => {
  const line = logged({
    authorization: 'Bearer abc',
    headers: { authorization: 'Bearer abc', cookie: 'desk=abc' },
    request: { text: 'abc', from: { name: 'abc' }, token: 'abc', password: 'abc' },
    text: 'abc',
  });
  expect(line).not.toContain('abc');
  expect(line).toContain('[removed]');
});

test('a failure keeps its causes and leaves what a library hung on it', () => {
  const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (name)=(Odile) exists' });
  const line = JSON.parse(logged({ error: new Error('The turn failed', { cause }) }));
  expect(line.error).toMatchObject({ name: 'Error', message: 'The turn failed', cause: { code: '23505' } });
  expect(JSON.stringify(line)).not.toContain('Odile');
  expect(JSON.parse(logged({ error: new ConnectorRefused(403, 'NoConsent', undefined) })).error).toMatchObject({
    code: 'NoConsent',
    status: 403,
  });
});

test('R26 the id of a failure can be read out: eight letters and digits that sound and look apart', () => {
  const ids = Array.from({ length: 200 }, failureId);
  expect(new Set(ids).size).toBe(200);
  expect(ids.every((id) => /^[2-9A-HJ-NP-Z]{8}$/.test(id))).toBe(true);
});
