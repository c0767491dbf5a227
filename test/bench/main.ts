import { benchTurn } from './turn/index.ts';

const turn = await benchTurn();
const figure = (value: number): string => value.toFixed(2);
console.log(
  `turn        ours ${figure(turn.ours)} ms CPU, stock echo bot ${figure(turn.stock)} ms CPU, ratio ${figure(turn.ratio)}`,
);
console.log(`memory      ours ${turn.memoryOurs.toFixed(0)} MB, stock echo bot ${turn.memoryStock.toFixed(0)} MB`);
process.exit(0);
