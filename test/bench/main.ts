import { benchProcess } from './process.ts';
import { benchRetrieval } from './retrieval/index.ts';
import { benchTurn } from './turn/index.ts';

const benches: Readonly<Record<string, () => AsyncGenerator<string>>> = {
  async *turn() {
    const turn = await benchTurn();
    const cpu = (value: number): string => `${value.toFixed(2)} ms CPU`;
    yield `turn     Guichet ${cpu(turn.ours)}, stock echo bot ${cpu(turn.stock)}, ratio ${turn.ratio.toFixed(2)}`;
  },
  async *process() {
    const { starts, bareNode, residentBefore, residentAfter } = await benchProcess();
    const times = starts.map((value) => `${value.toFixed(0)} ms`).join(', ');
    yield `start    listening after ${times}; a bare node takes ${bareNode.toFixed(0)} ms`;
    yield `memory   ${residentBefore.toFixed(0)} MB at rest, ${residentAfter.toFixed(0)} MB after 1,000 conversations`;
  },
  retrieval: benchRetrieval,
};

// npm run bench [-- turn process retrieval]: those named, or all.
const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`${unknown.join(', ')}: no such benchmark; there are ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
for (const name of named.length > 0 ? named : Object.keys(benches)) {
  for await (const line of benches[name]!()) console.log(line);
}
process.exit(0);
