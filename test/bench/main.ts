import { benchProcess } from './process.ts';
import { benchTurn } from './turn/index.ts';

const turn = await benchTurn();
const cpu = (value: number): string => `${value.toFixed(2)} ms CPU`;
console.log(`turn     Guichet ${cpu(turn.ours)}, stock echo bot ${cpu(turn.stock)}, ratio ${turn.ratio.toFixed(2)}`);

const { starts, bareNode, residentBefore, residentAfter } = await benchProcess();
const times = starts.map((value) => `${value.toFixed(0)} ms`).join(', ');
console.log(`start    listening after ${times}; a bare node takes ${bareNode.toFixed(0)} ms`);
console.log(
  `memory   ${residentBefore.toFixed(0)} MB at rest, ${residentAfter.toFixed(0)} MB after 1,000 conversations`,
);
process.exit(0);
