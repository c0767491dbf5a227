import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../adapters/database/registry.ts';
import { colleagues, personId, startCampaignRun } from '../support/campaign-run.ts';
import { tip } from '../support/campaign-text.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { createTeamsSimulator, type Faults } from '../support/teams-simulator.ts';
import { startVirtualClock } from '../support/virtual-clock.ts';
import type { Proof } from './proof.ts';

const monday = Date.UTC(2026, 10, 30, 7, 30);
const day = 24 * 3600_000;
const faults: Faults = {
  throttled: 0.02,
  precondition: 0.02,
  unavailable: 0.01,
  resetAfterAccepting: 0.01,
  slow: 0.02,
};

export const proveCampaign: Proof = {
  title:
    'R10, R11: 10,000 people once each through faults and kills; in the least time without; 100,000 in flat memory',
  async run({ seed }) {
    const outcomes = [
      await through(10_000, seed, faults, 3000),
      await through(10_000, seed, {}, undefined),
      await through(100_000, seed, {}, undefined),
    ];
    return outcomes.every(Boolean);
  },
};

async function through(count: number, seed: number, some: Faults, killEvery: number | undefined): Promise<boolean> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'guichet-campaign-'));
  const database = await openDatabase({ databaseUrl: undefined, dataFolder });
  const clock = startVirtualClock(monday);
  const random = seededRandom(seed);
  const teams = createTeamsSimulator(clock, random, some);
  const faulty = killEvery !== undefined;
  if (faulty) for (let at = 0; at < count; at += 50) (at % 100 === 0 ? teams.blocked : teams.missing).add(personId(at));
  try {
    const run = await startCampaignRun(database, clock, teams, colleagues(count));
    const { id } = await run.life.create(tip(), { name: 'Sylvie' });
    await run.life.approve(id, { name: 'Karim' });
    await run.life.launch(id, { name: 'Sylvie' });
    const wrong: string[] = [];
    let peak = 0;
    const each = async () => {
      const sum = Object.values(await run.states(id)).reduce((a, b) => a + b, 0);
      if (sum !== count) wrong.push(`the ledger sums to ${sum}`);
      peak = Math.max(peak, process.memoryUsage.rss());
    };
    let kills = 0;
    // A working day holds a little more than half a million requests at 30 a second.
    const until = monday + 9 * 3600_000;
    while (faulty && kills < 200) {
      kills += 1;
      await run.work(until, { crashAfter: killEvery! * (0.5 + random()), each });
    }
    await run.work(faulty ? monday + 3 * day : until, { each });
    const rows = await run.rows(id);
    for (const [person, times] of teams.arrived) if (times > 1) wrong.push(`${person} was reached ${times} times`);
    for (const { personId: person, state } of rows) {
      const arrived = teams.arrived.has(person);
      if (state === 'planned' || state === 'sending') wrong.push(`${person} is left ${state}`);
      else if (state === 'unknown' && !teams.unknowable.has(person))
        wrong.push(`${person} is unknown and was knowable`);
      else if (state !== 'unknown' && arrived !== (state === 'delivered')) wrong.push(`${person} is ${state}`);
    }
    const last = rows.reduce((latest, { deliveredAt }) => Math.max(latest, deliveredAt ?? 0), 0);
    const ratio = (last - monday) / ((teams.requests() / 30) * 1000);
    console.log(
      `${count} people, ${kills} kills, ${teams.requests()} requests: ${JSON.stringify(await run.states(id))}; ` +
        `${ratio.toFixed(3)} of the least time; at most ${(peak / 1e6).toFixed(0)} MB; ${wrong.length} faults`,
    );
    for (const each of wrong.slice(0, 10)) console.error(`- ${each}`);
    return wrong.length === 0 && (faulty || ratio <= 1.05);
  } finally {
    clock.stop();
    await database.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
