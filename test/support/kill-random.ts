import { setTimeout as wait } from 'node:timers/promises';
import type { FakeChannel } from './channel.ts';
import { killConversation } from './kill-conversation.ts';
import { startKilledService } from './kill-service.ts';
import { seededRandom } from './seeded-random.ts';

export interface RandomKills {
  readonly kills: number;
  readonly seed: number;
  /** Conversations going on at any moment. */
  readonly conversations?: number;
  readonly report?: (line: string) => void;
}

/** Kills the service at moments drawn from a seed while conversations go on; returns what R9 forbids and happened. */
export async function killAtRandom(
  channel: FakeChannel,
  { kills, seed, conversations = 4, report = () => {} }: RandomKills,
): Promise<{ faults: string[]; kills: number; conversations: number }> {
  const random = seededRandom(seed);
  const started = performance.now();
  const service = await startKilledService();
  // A slow machine gets as far between two kills as a fast one.
  const pace = performance.now() - started;
  const faults: string[] = [];
  let played = 0;
  let over = false;
  const people = Array.from({ length: conversations }, async () => {
    while (!over) {
      faults.push(...(await killConversation(service, channel)));
      played += 1;
    }
  });
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      await wait(random() * pace);
      await service.kill();
      if (kill % 20 === 0) report(`${kill} kills, ${played} conversations, ${faults.length} faults`);
    }
    over = true;
    await Promise.all(people);
    return { faults, kills: service.deaths(), conversations: played };
  } finally {
    over = true;
    await service.stop();
  }
}
