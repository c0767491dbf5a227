import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runChild } from '../retrieval/child.ts';
import type { Asked } from '../retrieval/scale/ask.ts';
import type { Built } from '../retrieval/scale/build.ts';
import type { Proof } from './proof.ts';

const documents = 100_000;
/** As `npm run evaluate` and the service: short-lived objects are collected early, at little cost. */
const smallHeap = ['--max-semi-space-size=4'];
/** MB, seconds and milliseconds. */
const limits = { megabytes: 300, build: 60, load: 2, p50: 5, p99: 20 };

export const proveRetrievalScale: Proof = {
  title: `searching ${documents.toLocaleString('en')} documents is quick, small and built fast`,
  async run({ seed }) {
    const folder = mkdtempSync(path.join(tmpdir(), 'guichet-scale-'));
    const file = path.join(folder, 'search.index');
    try {
      const built = await runChild<Built>(
        new URL('../retrieval/scale/build.ts', import.meta.url),
        [String(documents), String(seed), file],
        smallHeap,
      );
      const asked = await runChild<Asked>(new URL('../retrieval/scale/ask.ts', import.meta.url), [file], smallHeap);
      const checks = [
        check('built from texts', built.seconds, limits.build, 's'),
        check('memory while building, at most', built.megabytes, limits.megabytes, 'MB'),
        check('loaded from its file', asked.loadSeconds, limits.load, 's'),
        check('memory after all queries', asked.megabytes, limits.megabytes, 'MB'),
        ...asked.rounds.flatMap(({ name, p50, p99 }) => [
          check(`${name}: half within`, p50, limits.p50, 'ms'),
          check(`${name}: 99 of 100 within`, p99, limits.p99, 'ms'),
        ]),
      ];
      console.log(`file ${built.fileMegabytes.toFixed(0)} MB`);
      for (const { name, recall1 } of asked.rounds) console.log(`${name}: recall@1 ${recall1.toFixed(3)}`);
      return checks.every(Boolean);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function check(name: string, value: number, limit: number, unit: string): boolean {
  const holds = value < limit;
  console.log(`${holds ? 'holds ' : 'FAILS '} ${name} ${value.toFixed(2)} ${unit}, under ${limit} ${unit} is asked`);
  return holds;
}
