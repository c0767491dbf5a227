import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardProblems } from '../support/card-schema.ts';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { type RunningService, startForTest } from '../support/service.ts';

/** A campaign from YAML to the report through the whole service: what the desk is told, and what arrives on the wire. */

const alert = `id: alarm
kind: alert
title: { fr: "Alerte du jour", en: "Alert of the day" }
goal: { fr: "N'ouvrir aucun message « mise à jour ».", en: "Open no \\"update\\" message." }
subject: phishing
owner: security
minutes: 1
sources: [{ title: ANSSI, url: "https://cyber.gouv.fr/" }]
audience: { everyone: true }
schedule: { expiryDays: 3 }
preApproved: { by: "RSSI", on: 2026-09-01 }
screens:
  - id: alert
    type: text
    text: { fr: "N'ouvrez rien.", en: "Open nothing." }
`;

const people = ['paul', 'anne', 'lucie'].map((name, at) => ({
  id: `29:${name}`,
  name,
  aadObjectId: `22222222-2222-4222-8222-00000000000${at}`,
}));

let channel: FakeChannel;
let service: RunningService;
beforeAll(async () => {
  [channel, service] = await Promise.all([
    startChannel(),
    startForTest({ environment: { GUICHET_DESK_TOKEN: 'token' } }),
  ]);
  for (const from of people) await channel.say(service.url, 'bonjour', { from, locale: 'fr-FR' });
});
afterAll(async () => {
  await service.stop();
  expect(channel.problems).toEqual([]);
  await channel.close();
});

async function yaml(method: string, path: string, body: string) {
  const response = await fetch(`${service.url}${path}`, {
    method,
    headers: { authorization: 'Bearer token', 'content-type': 'application/yaml' },
    body,
  });
  return { status: response.status, body: (await response.json()) as never };
}
const press = (action: string, by = 'Sylvie') => service.desk(`/campaigns/alarm/${action}`, { by });
const statesOf = async () => (await service.desk('/campaigns/alarm')).body.states;
const eventually = async (check: () => Promise<boolean>) => {
  for (let tries = 0; tries < 100 && !(await check()); tries += 1) await new Promise((done) => setTimeout(done, 100));
};

describe('a campaign through the service', () => {
  test('bad YAML is refused with line, field and mend', async () => {
    const { status, body } = await yaml(
      'POST',
      '/desk/api/campaigns?by=Sylvie',
      alert.replace('kind: alert', 'kind: party'),
    );
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toMatch(/campaign:2 kind/);
  });

  test('draft, preview, approval by a second person, launch: everybody who has a chat receives a card', async () => {
    expect((await yaml('POST', '/desk/api/campaigns?by=Sylvie', alert)).status).toBe(201);
    const preview = (await press('preview')).body;
    expect(preview).toMatchObject({
      audience: 64,
      eligible: 62,
      ineligible: { disabled: 2 },
      needsApproval: true,
      problems: [],
    });
    expect((await press('launch')).status).toBe(409);
    expect((await press('approve')).status).toBe(403);
    expect((await press('approve', 'Karim')).status).toBe(200);
    expect((await press('launch')).status).toBe(200);
    expect((await press('launch')).status).toBe(409);
    const cards = await Promise.all(
      people.map(({ id }) =>
        channel.waitFor((each) => each.conversationId === `a:${id}` && each.summary === 'Alerte du jour'),
      ),
    );
    for (const card of cards) expect(cardProblems(card.attachments![0]!.content)).toEqual([]);
    await eventually(async () => (await statesOf()).planned === undefined);
    expect(await statesOf()).toEqual({ delivered: 3, not_installed: 59, ineligible: 2 });
  });

  test('the ledger shows where messages are, and nothing of what people did', async () => {
    const { deliveries } = (await service.desk('/campaigns/alarm/deliveries?limit=100')).body;
    expect(deliveries).toHaveLength(64);
    expect(Object.keys(deliveries[0]).sort()).toEqual([
      'changed_at',
      'delivered_at',
      'due_at',
      'person',
      'reason',
      'state',
    ]);
    const report = (await service.desk('/campaigns/alarm/report')).body;
    expect(report).toMatchObject({ audience: 64, states: { delivered: 3 } });
  });

  test('edited and withdrawn on the wire, with proof', async () => {
    const edited = alert.replace("N'ouvrez rien.", "N'ouvrez rien, signalez-le.");
    expect((await yaml('PATCH', '/desk/api/campaigns/alarm?by=Sylvie', edited)).status).toBe(200);
    const update = await channel.waitFor(
      ({ call, attachments }) => call === 'update' && JSON.stringify(attachments).includes('signalez-le'),
    );
    expect(
      channel.received.some(({ sentId, summary }) => sentId === update.sentId && summary === 'Alerte du jour'),
    ).toBe(true);
    await eventually(async () => channel.received.filter(({ call }) => call === 'update').length >= 3);
    expect((await press('withdraw')).status).toBe(200);
    await eventually(async () => channel.received.filter(({ call }) => call === 'remove').length >= 3);
    await eventually(async () => (await statesOf()).withdrawn === 3);
    expect(await statesOf()).toEqual({ withdrawn: 3, not_installed: 59, ineligible: 2 });
  });

  test('every step is in the audit log (R32)', async () => {
    const { openReadOnly } = await import('../../adapters/database/registry.ts');
    const database = await openReadOnly({ databaseUrl: undefined, dataFolder: service.dataFolder });
    try {
      const kinds = await database.queries
        .selectFrom('audit_entry')
        .select('kind')
        .where('kind', 'like', 'campaign.%')
        .execute();
      expect(kinds.map(({ kind }) => kind)).toEqual(
        ['drafted', 'approved', 'launched', 'edited', 'withdrawn'].map((each) => `campaign.${each}`),
      );
    } finally {
      await database.close();
    }
  });
});
