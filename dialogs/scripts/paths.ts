import { holds } from '../engine/conditions.ts';
import type { Fact } from '../engine/types.ts';
import type { QuestioningScript, ScriptFact, ScriptStep } from './schema.ts';

/** One employee's way through a script. */
export interface ScriptPath {
  readonly questions: number;
  readonly facts: readonly Fact[];
}

/**
 * Walks a script as the engine does, answering at random: one answer in twenty is "I don't know", look-ups succeed.
 * `random` gives numbers from 0 to 1, so that a seeded one repeats; `told` is how likely the first message holds each
 * choice that can be read from it.
 */
export function walk(script: QuestioningScript, random: () => number, told = 0): ScriptPath {
  const facts: Fact[] = [];
  const tried = new Set<string>();
  let questions = 0;
  const know = (id: string, value: string, source: Fact['source']) => {
    if (!facts.some((fact) => fact.id === id)) facts.push({ id, value, source, at: 0 });
  };
  const infer = () => {
    for (const { when, fact, value } of script.infer ?? []) if (holds(when, facts)) know(fact, value, 'inferred');
  };
  for (const fact of script.facts) {
    if (fact.kind === 'choice' && told > 0 && random() < told) know(fact.id, answer(fact, random), 'said');
  }
  for (const fact of script.facts) if (fact.lookUp) know(fact.id, answer(fact, random), 'looked_up');

  for (let turn = 0; turn < 200; turn += 1) {
    infer();
    if (script.escalate?.some(({ when }) => holds(when, facts))) break;
    const question = script.facts.find(
      (fact) => fact.ask && !facts.some(({ id }) => id === fact.id) && holds(fact.when, facts),
    );
    if (question) {
      questions += 1;
      know(question.id, random() < 0.05 ? 'unknown' : answer(question, random), 'said');
      continue;
    }
    const step = script.steps.find(({ id, when }) => !tried.has(id) && holds(when, facts));
    if (!step) break;
    tried.add(step.id);
    const outcome = pick(['worked', 'didNotWork', 'couldNot'] as const, random);
    for (const [id, value] of Object.entries(step.learns?.[outcome] ?? {})) know(id, value, 'inferred');
    if (endsHere(step, outcome)) break;
  }
  return { questions, facts };
}

const endsHere = (step: ScriptStep, outcome: string): boolean => step.kind === 'fix' && outcome === 'worked';

function answer(fact: ScriptFact, random: () => number): string {
  if (fact.options) return pick(fact.options, random).id;
  if (fact.kind === 'yes-no') return pick(['yes', 'no'], random);
  return fact.kind === 'number' ? String(Math.floor(random() * 20)) : '…';
}

function pick<Each>(list: readonly Each[], random: () => number): Each {
  return list[Math.floor(random() * list.length)]!;
}

export interface QuestionCount {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** How many questions people are asked. */
export function countQuestions(paths: readonly ScriptPath[]): QuestionCount {
  const counts = paths.map(({ questions }) => questions).sort((a, b) => a - b);
  return { least: counts[0] ?? 0, median: counts[counts.length >> 1] ?? 0, most: counts.at(-1) ?? 0 };
}

/** A small seeded generator (mulberry32), so that every run of the checker says the same. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
