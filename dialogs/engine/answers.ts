import { readCorrection, readYesNo, smallTalk } from '../triage/index.ts';
import { askPrompt } from './ask.ts';
import { choose, chooseFamily, decideAddition, judgeAnswer } from './choices.ts';
import { digress, noteMood } from './digressions.ts';
import { readExercise } from './exercise-answer.ts';
import { takeIn } from './fact-changes.ts';
import { readJudgement, readReopened } from './judge.ts';
import { readOutageAnswer, readOver } from './outage-answer.ts';
import { asksAgain, isPuzzled, saysBoth, tellsBesides } from './phrases.ts';
import { describe, giveUp, startBoth } from './problems.ts';
import { readFactAnswer } from './questions.ts';
import { confirmReformulation, redescribe } from './reformulation.ts';
import { decideSecondProblem } from './second-problem.ts';
import { readStepAnswer } from './steps.ts';
import { readChange, readTicketAnswer } from './ticket.ts';
import { scriptOf, type Turn } from './turn.ts';
import { readTyped, readTypedYesNo } from './typed.ts';
import type { SupportRequest } from './types.ts';

/** Reads typed words as the answer to what was asked: an answer, a correction, a digression, or something else. */
export function answer(turn: Turn, words: string): void {
  const { prompt, active } = turn.state;
  noteMood(turn, words);
  switch (prompt!.kind) {
    case 'describe':
      return active?.code === undefined ? describe(turn, words) : redescribe(turn, active, words);
    case 'either':
      return readFamily(turn, prompt!.codes, words);
    case 'reformulation':
      return confirmReformulation(turn, active!, words);
    case 'fact':
      return readFactAnswer(turn, active!, prompt!.factId, words);
    case 'step':
      return readStepAnswer(turn, active!, prompt!.stepId, words);
    case 'ticket':
      return readTicketAnswer(turn, active!, words);
    case 'change':
      return readChange(turn, active!, words);
    case 'helpful':
      return readHelpful(turn, words);
    case 'secondProblem':
      return readSecondProblem(turn, active!, words);
    case 'addition':
      return readAddition(turn, prompt!.words, words);
    case 'outage':
      return readOutageAnswer(turn, words);
    case 'outageOver':
      return readOver(turn, words);
    case 'judge':
      return readJudgement(turn, prompt!.reference, words);
    case 'reopened':
      return readReopened(turn, prompt!.reference, words);
    case 'exercise':
      return readExercise(turn, words);
    case 'lesson':
    case 'campaigns':
    case 'eraseResults':
      return readOffer(turn, words);
  }
}

function readFamily(turn: Turn, codes: readonly string[], words: string): void {
  if (codes.length === 2 && saysBoth(words)) return startBoth(turn, codes);
  if (isPuzzled(words) || asksAgain(words)) return askPrompt(turn);
  // « non, c'est Outlook qui reste figé » tells the problem once more, and better.
  const rest = tellsBesides(words);
  const chosen = rest !== undefined ? undefined : (readTyped(turn, words) ?? readTypedYesNo(turn, words));
  if (chosen) return chooseFamily(turn, chosen);
  if (rest !== undefined) return describe(turn, rest);
  // « oui » to « de laquelle s'agit-il ? » picks neither: it is asked once more.
  if (codes.length === 2 && readYesNo(words) === 'yes' && turn.state.misread === 0) {
    turn.state.misread = 1;
    return askPrompt(turn);
  }
  if (readYesNo(words) !== undefined) return giveUp(turn);
  describe(turn, words);
}

/** A lesson, the list of them, an erasure: a choice, or something else altogether. */
function readOffer(turn: Turn, words: string): void {
  const chosen = readTyped(turn, words) ?? readTypedYesNo(turn, words);
  if (chosen) return choose(turn, chosen);
  delete turn.state.prompt;
  describe(turn, words);
}

function readHelpful(turn: Turn, words: string): void {
  const chat = smallTalk(words);
  if (chat === 'thanks' || chat === 'praise' || chat === 'goodbye') return judgeAnswer(turn, 'yes');
  const chosen = readTyped(turn, words) ?? readTypedYesNo(turn, words);
  if (chosen) return judgeAnswer(turn, chosen);
  delete turn.state.searched;
  describe(turn, words);
}

function readSecondProblem(turn: Turn, request: SupportRequest, words: string): void {
  const chosen = readTyped(turn, words) ?? readTypedYesNo(turn, words);
  if (chosen) return decideSecondProblem(turn, chosen);
  const script = scriptOf(turn, request);
  const correction = script && readCorrection(words, script, new Set(request.facts.map((fact) => fact.id)));
  if (correction && takeIn(turn, request, [correction])) return askPrompt(turn);
  if (digress(turn, words)) return;
  // Unclear: nothing is lost by keeping it for later.
  request.misread = (request.misread ?? 0) + 1;
  decideSecondProblem(turn, 'later');
}

function readAddition(turn: Turn, before: string, words: string): void {
  const chosen = readTyped(turn, words) ?? readTypedYesNo(turn, words);
  if (chosen) return decideAddition(turn, chosen);
  decideAddition(turn, 'add', `${before}\n${words}`);
}
