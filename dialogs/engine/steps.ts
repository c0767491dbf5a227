import { asksMeaning, readCorrection, readOutcome, readYesNo } from '../triage/index.ts';
import { advance } from './advance.ts';
import { close, resolve } from './close.ts';
import { digress } from './digressions.ts';
import { takeIn } from './fact-changes.ts';
import { settleFacts } from './facts.ts';
import { countWords, learn, noteOthers } from './learning.ts';
import { misread } from './misread.ts';
import { saysItIsSolved } from './phrases.ts';
import { announcesAnother, meetSecondProblem, otherFamily } from './second-problem.ts';
import { say, scriptOf, type Turn } from './turn.ts';
import { readTyped } from './typed.ts';
import type { StepOutcome, SupportRequest } from './types.ts';

/** An outcome in so few words is nothing else. */
const shortOutcome = 6;

/** Typed words at a step: how it went, a correction, a digression, a second problem. */
export function readStepAnswer(turn: Turn, request: SupportRequest, stepId: string, words: string): void {
  const script = scriptOf(turn, request)!;
  const step = script.steps.find((each) => each.id === stepId)!;
  const correction = readCorrection(words, script, new Set(request.facts.map((fact) => fact.id)));
  if (correction && takeIn(turn, request, [correction])) return advance(turn);
  if (asksMeaning(words) !== undefined && digress(turn, words)) return;
  const outcome = (readTyped(turn, words) ?? readOutcome(words) ?? outcomeOf(words)) as StepOutcome | undefined;
  // « au fait, outlook est déconnecté aussi » sounds like an outcome, and tells another problem.
  const failed = outcome === 'did_not_work' || outcome === 'could_not';
  const mayBeOther = announcesAnother(words) || (!failed && countWords(words) >= shortOutcome);
  const other = mayBeOther ? otherFamily(turn, words) : undefined;
  if (other !== undefined) return meetSecondProblem(turn, words, other);
  if (step.kind === 'test' && saysItIsSolved(words)) {
    say(turn, 'solved');
    return close(turn, 'resolved');
  }
  if (outcome) {
    noteOthers(turn, request, words);
    return tryStep(turn, request, stepId, outcome);
  }
  if (digress(turn, words)) return;
  if (learn(turn, request, words)) return advance(turn);
  misread(turn, words, () => tryStep(turn, request, stepId, 'could_not', true));
}

const outcomeOf = (words: string): StepOutcome | undefined => {
  // « non, et maintenant il dit 0x80040115 »
  if (/^\s*(?:non|no|nope|nan)\s*[,.;!]/i.test(words)) return 'did_not_work';
  const said = readYesNo(words);
  return said && ({ yes: 'worked', no: 'did_not_work', unknown: 'could_not' } as const)[said];
};

/** Records how a step went: solved, on to the next, or a human when the budget of level 1 is spent. */
export function tryStep(
  turn: Turn,
  request: SupportRequest,
  stepId: string,
  outcome: StepOutcome,
  explained = false,
): void {
  const script = scriptOf(turn, request)!;
  const step = script.steps.find((each) => each.id === stepId)!;
  request.steps.push({ stepId, outcome, at: turn.now });
  settleFacts(request, script, turn.now);
  if (outcome === 'worked' && step.kind === 'fix') return resolve(turn, step);
  if (outcome === 'could_not' && !explained) say(turn, 'step.noMatter');
  advance(turn);
}
