import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Database } from '../../../adapters/database/port.ts';
import { openDatabase } from '../../../adapters/database/registry.ts';
import { beginParticipation, finishParticipation } from '../../../adapters/database/repositories/participation.ts';
import { setSwitch } from '../../../bot/self-service/switches.ts';
import { type CampaignRun, colleagues, personId, startCampaignRun } from '../../support/campaign-run.ts';
import { tip as lesson } from '../../support/campaign-text.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { createTeamsSimulator, type Faults, type TeamsSimulator } from '../../support/teams-simulator.ts';
import { startVirtualClock, type VirtualClock } from '../../support/virtual-clock.ts';

/** Delivery against Teams' published limits, on a virtual clock. `npm run prove -- campaign` runs it with thousands. */

const monday = Date.UTC(2026, 10, 30, 8);
const hour = 3600_000;
const day = 24 * hour;
const officer = { name: 'Sylvie' };
const second = { name: 'Karim' };

interface Setting {
  readonly database: Database;
  readonly clock: VirtualClock;
  readonly teams: TeamsSimulator;
  readonly run: CampaignRun;
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function set(count: number, { seed = 1, faults = {} as Faults, start = monday } = {}): Promise<Setting> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'guichet-campaign-'));
  const database = await openDatabase({ databaseUrl: undefined, dataFolder });
  const clock = startVirtualClock(start);
  const teams = createTeamsSimulator(clock, seededRandom(seed), faults);
  open.push(async () => {
    clock.stop();
    await database.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });
  return { database, clock, teams, run: await startCampaignRun(database, clock, teams, colleagues(count)) };
}

async function launch({ run }: Setting, source = lesson()): Promise<string> {
  const { id } = await run.life.create(source, officer);
  if ((await run.life.preview(id)).needsApproval) await run.life.approve(id, second);
  await run.life.launch(id, officer);
  return id;
}

const total = (states: Readonly<Record<string, number>>) => Object.values(states).reduce((sum, each) => sum + each, 0);

describe('delivery', () => {
  test('reaches everybody once, in hardly more than the time that Teams asks for (R10, R11)', async () => {
    const setting = await set(600);
    const { run, teams, clock } = setting;
    const id = await launch(setting);
    const began = clock.now();
    await run.work(began + hour);
    expect(await run.states(id)).toEqual({ delivered: 600 });
    expect([...teams.arrived.values()].every((times) => times === 1)).toBe(true);
    const last = Math.max(...(await run.rows(id)).map(({ deliveredAt }) => deliveredAt!));
    const least = (teams.requests() / 30) * 1000;
    expect(teams.requests()).toBe(1200);
    expect((last - began) / least).toBeLessThan(1.05);
  });

  test.each([1, 2, 3])(
    'faults and kills: at most once each, every row in a named state, sums right (R10), seed %i',
    async (seed) => {
      const faults = { throttled: 0.03, precondition: 0.03, unavailable: 0.02, resetAfterAccepting: 0.02, slow: 0.02 };
      const setting = await set(300, { seed, faults });
      const { run, teams, clock } = setting;
      for (const number of [3, 4, 5]) teams.blocked.add(personId(number));
      for (const number of [6, 7]) teams.missing.add(personId(number));
      const id = await launch(setting);
      const until = clock.now() + 3 * hour;
      const each = async () => expect(total(await run.states(id))).toBe(300);
      for (let kill = 0; kill < 6; kill += 1) await run.work(until, { crashAfter: 3000, each });
      await run.work(until, { each });
      const rows = await run.rows(id);
      expect([...teams.arrived].filter(([, times]) => times > 1)).toEqual([]);
      for (const row of rows) {
        if (row.state === 'delivered') expect(teams.arrived.get(row.personId)).toBe(1);
        else if (row.state === 'unknown')
          expect([row.personId, teams.unknowable.has(row.personId)]).toEqual([row.personId, true]);
        else
          expect([row.state, row.personId, teams.arrived.has(row.personId)]).toEqual([row.state, row.personId, false]);
      }
      const states = await run.states(id);
      expect(states).toMatchObject({ blocked: 3 });
      expect(
        (states.delivered ?? 0) + (states.unknown ?? 0) + (states.blocked ?? 0) + (states.not_installed ?? 0),
      ).toBe(300);
    },
  );

  test('pause holds everything, resume goes on, cancel ends it; nothing is sent twice', async () => {
    const setting = await set(40);
    const { run, teams, clock } = setting;
    const id = await launch(setting);
    await run.life.pause(id, officer);
    await run.work(clock.now() + 10_000);
    expect(teams.arrived.size).toBe(0);
    await run.life.resume(id, officer);
    await run.work(clock.now() + 60_000);
    expect(await run.states(id)).toEqual({ delivered: 40 });
    await run.life.cancel(id, officer);
    await expect(run.life.resume(id, officer)).rejects.toThrow('cancelled');
  });

  test('an edit changes what was posted, a withdrawal takes it back, and rows say when', async () => {
    const setting = await set(20);
    const { run, teams, clock } = setting;
    const id = await launch(setting);
    await run.work(clock.now() + 60_000);
    await clock.sleep(1000);
    await run.life.edit(id, lesson({ text: 'Verrouillez-le avec Windows et L.' }), officer);
    await run.work(clock.now() + 60_000);
    expect(teams.edited.size).toBe(20);
    expect((await run.rows(id)).every(({ editedAt }) => editedAt !== undefined)).toBe(true);
    await run.life.withdraw(id, officer);
    await run.work(clock.now() + 60_000);
    expect(teams.removed.size).toBe(20);
    expect(await run.states(id)).toEqual({ withdrawn: 20 });
  });

  test('resend goes to the failed alone, and to the unknown only when told', async () => {
    const setting = await set(10, { faults: { resetAfterAccepting: 1 } });
    const { run, clock, teams } = setting;
    const id = await launch(setting);
    await run.work(clock.now() + 60_000);
    expect(await run.states(id)).toEqual({ unknown: 10 });
    expect(await run.life.resend(id, false, officer)).toBe(0);
    expect(await run.life.resend(id, true, officer)).toBe(10);
    await run.work(clock.now() + 60_000);
    expect([...teams.arrived.values()]).toEqual(Array.from({ length: 10 }, () => 2));
  });

  test('above the threshold a second person approves, never who made it', async () => {
    const { run } = await set(60);
    const { id } = await run.life.create(lesson(), officer);
    await expect(run.life.launch(id, officer)).rejects.toThrow('second person');
    await expect(run.life.approve(id, officer)).rejects.toThrow('second person');
    await run.life.approve(id, second);
    await run.life.create(lesson({ text: 'Autre chose.' }), officer);
    await expect(run.life.launch(id, officer)).rejects.toThrow('second person');
  });

  test('an unknown group, an empty audience and a past day are named, and nothing is launched', async () => {
    const { run } = await set(3);
    run.groups.set('Empty', []);
    const refused = async (number: number, changes: Readonly<Record<string, string>>) => {
      const { id } = await run.life.create(lesson({ id: `refused-${number}`, ...changes }), officer);
      return run.life.launch(id, officer).then(
        () => 'launched',
        (error: Error) => error.message,
      );
    };
    expect(await refused(1, { audience: '{ groups: [Nowhere] }' })).toMatch(/:9.*no group "Nowhere"/);
    expect(await refused(2, { audience: '{ groups: [Empty] }' })).toContain('nobody would receive it');
    expect(await refused(3, { schedule: '{ start: 2026-01-05, expiryDays: 30 }' })).toContain('2026-01-05 is past');
  });

  test('a wave waits for its day; who joins the audience meanwhile is added, who leaves is not written to', async () => {
    const setting = await set(60);
    const { run, clock, teams } = setting;
    const source = lesson({
      audience: '{ groups: [All] }',
      schedule: '{ expiryDays: 30, waves: [{ percent: 50, afterDays: 0 }, { percent: 50, afterDays: 1 }] }',
    });
    run.groups.set(
      'All',
      run.people.slice(0, 50).map(({ id }) => id),
    );
    const id = await launch(setting, source);
    await run.work(clock.now() + 60_000);
    const first = teams.arrived.size;
    expect(first).toBeGreaterThan(10);
    expect(first).toBeLessThan(40);
    const waiting = (await run.rows(id)).filter(({ state }) => state === 'planned').map((row) => row.personId);
    const leaver = waiting[0]!;
    run.groups.set(
      'All',
      run.people.map((each) => each.id).filter((each) => each !== leaver),
    );
    await run.life.refresh(AbortSignal.timeout(10_000));
    await clock.sleep(day);
    await run.work(clock.now() + day);
    expect(teams.arrived.has(leaver)).toBe(false);
    expect(await run.states(id)).toEqual({ delivered: 59, ineligible: 1 });
  });

  test('newcomers receive it so many days after they joined', async () => {
    const setting = await set(5);
    const { run, clock, teams } = setting;
    const id = await launch(setting, lesson({ audience: '{ newcomers: { afterDays: 1 } }' }));
    expect(await run.states(id)).toEqual({});
    await clock.sleep(hour);
    run.people.push({ ...colleagues(7)[6]!, joinedAt: clock.now() });
    await run.life.refresh(AbortSignal.timeout(10_000));
    await run.work(clock.now() + 2 * hour);
    expect(teams.arrived.size).toBe(0);
    await run.work(clock.now() + 2 * day);
    expect([...teams.arrived.keys()]).toEqual([personId(6)]);
  });

  test('nobody is written to at night, while away, or more often than the weekly cap; an alert passes (R41)', async () => {
    const setting = await set(4, { start: monday + 13 * hour });
    const { run, clock, teams } = setting;
    run.away.add(personId(0));
    await launch(setting);
    await run.work(clock.now() + hour);
    expect(teams.arrived.size).toBe(0);
    await run.work(monday + day + 2 * hour);
    expect([...teams.arrived.keys()].sort()).toEqual([1, 2, 3].map(personId));
    await launch(setting, lesson({ id: 'second' }));
    await launch(setting, lesson({ id: 'third' }));
    await run.work(monday + day + 3 * hour);
    expect(teams.arrived.get(personId(1))).toBe(2);
    const alert = `${lesson({ id: 'alarm', kind: 'alert' })}preApproved: { by: "Sylvie", on: 2026-09-01 }\n`;
    await launch(setting, alert);
    await run.work(monday + day + 4 * hour);
    expect(teams.arrived.get(personId(0))).toBe(1);
    expect(teams.arrived.get(personId(1))).toBe(3);
  });

  test('a follow-up goes to whoever finished, so many days later, once (R10)', async () => {
    const setting = await set(4);
    const { run, clock, teams, database } = setting;
    const more = `followUps:
  - id: feedback
    purpose: feedback
    afterDays: 30
    screens:
      - { id: how, type: text, text: { fr: "Et maintenant ?", en: "And now?" } }
`;
    const id = await launch(setting, lesson({ more }));
    await run.work(clock.now() + hour);
    for (const number of [0, 1]) {
      const which = { campaign: id, part: 'main', personId: personId(number) };
      await beginParticipation(database.queries, { ...which, language: 'fr', now: clock.now() });
      await finishParticipation(database.queries, which, clock.now());
    }
    await run.work(clock.now() + 20 * day);
    expect(teams.arrived.get(personId(0))).toBe(1);
    await run.work(clock.now() + 15 * day);
    expect([0, 1, 2, 3].map((number) => teams.arrived.get(personId(number)))).toEqual([2, 2, 1, 1]);
    // The ledger is the campaign's own: what follows it does not count twice.
    expect(await run.states(id)).toEqual({ delivered: 4 });
  });

  test('the kill switch holds campaigns, and lets go of them (R40)', async () => {
    const setting = await set(5);
    const { run, clock, teams, database } = setting;
    await launch(setting);
    await setSwitch(database.queries, 'campaigns', { frozen: true });
    await run.work(clock.now() + 60_000);
    expect(teams.arrived.size).toBe(0);
    await setSwitch(database.queries, 'campaigns', { frozen: false });
    await run.work(clock.now() + 60_000);
    expect(teams.arrived.size).toBe(5);
  });
});
