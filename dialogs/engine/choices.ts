import { advance, startRequest } from './advance.ts';
import { askPrompt } from './ask.ts';
import { chooseCampaign, decideErasure } from './campaigns.ts';
import { chooseInExercise } from './exercise.ts';
import { leadingFamily } from './families.ts';
import { callHuman } from './human.ts';
import { judge } from './judge.ts';
import { decideLesson } from './lessons.ts';
import { chooseOutage, chooseOver } from './outage-answer.ts';
import { describe, giveUp } from './problems.ts';
import { answerFact } from './questions.ts';
import { deny } from './reformulation.ts';
import { decideSecondProblem } from './second-problem.ts';
import { chooseForAction } from './self-service.ts';
import { tryStep } from './steps.ts';
import { decideTicket } from './ticket.ts';
import { expect, say, type Turn, wordsSoFar } from './turn.ts';
import { currentChoices } from './typed.ts';
import type { StepOutcome } from './types.ts';

/** What a choice does at the question that is being asked. */
export function choose(turn: Turn, id: string, marks?: readonly string[]): void {
  const { prompt, active } = turn.state;
  if (!prompt) return say(turn, 'stale.none');
  if (!currentChoices(turn).some((choice) => choice.id === id)) {
    say(turn, 'stale.current');
    return askPrompt(turn);
  }
  switch (prompt.kind) {
    case 'either':
      return chooseFamily(turn, id);
    case 'reformulation':
      if (id !== 'yes') return deny(turn);
      active!.confirmed = true;
      return advance(turn);
    case 'fact':
      return answerFact(turn, active!, prompt.factId, id);
    case 'step':
      return tryStep(turn, active!, prompt.stepId, id as StepOutcome);
    case 'ticket':
      return decideTicket(turn, active!, id);
    case 'helpful':
      return judgeAnswer(turn, id);
    case 'secondProblem':
      return decideSecondProblem(turn, id);
    case 'addition':
      return decideAddition(turn, id);
    case 'outage':
      return chooseOutage(turn, id);
    case 'outageOver':
      return chooseOver(turn, id);
    case 'judge':
      return judge(turn, prompt.reference, id === 'fixed');
    case 'offer':
    case 'actionChoice':
    case 'actionConfirm':
    case 'actionHelped':
      return chooseForAction(turn, id);
    case 'exercise':
      return chooseInExercise(turn, id, marks);
    case 'lesson':
      return decideLesson(turn, id);
    case 'campaigns':
      return chooseCampaign(turn, id);
    case 'eraseResults':
      return decideErasure(turn, id);
    case 'actionWords':
    case 'describe':
    case 'change':
    case 'reopened':
      return askPrompt(turn);
  }
}

/** One of the families offered, or none of them. */
export function chooseFamily(turn: Turn, id: string): void {
  const { state } = turn;
  const { prompt } = state;
  if (turn.kit.scripts.has(id)) return startRequest(turn, wordsSoFar(turn, ''), id, { confirmed: true });
  if (prompt?.kind === 'either' && prompt.rephrase) return giveUp(turn);
  say(turn, 'either.otherwise');
  // The sentence is the question already.
  expect(turn, { kind: 'describe' });
  state.misread = 1;
}

/** Whether an answer from the knowledge base was one. */
export function judgeAnswer(turn: Turn, id: string): void {
  const { state } = turn;
  if (id === 'human') return callHuman(turn);
  if (id === 'yes') {
    say(turn, 'helpful.glad');
    delete state.prompt;
    delete state.searched;
    return;
  }
  // What the article did not solve is gone into, where it is plain which problem that is.
  const code = leadingFamily(turn, state.searched ?? '');
  if (code !== undefined) return startRequest(turn, wordsSoFar(turn, ''), code);
  say(turn, 'helpful.tellMore');
  expect(turn, { kind: 'describe' });
}

/** Words that followed a ticket: for that ticket, once it is found which, or a new problem. */
export function decideAddition(turn: Turn, id: string, words?: string): void {
  const { state } = turn;
  const { prompt } = state;
  if (prompt?.kind !== 'addition') return;
  const told = words ?? prompt.words;
  delete state.prompt;
  delete state.sent;
  if (id !== 'add') return describe(turn, told);
  state.quoted = { reference: '', words: told };
  state.awaiting = 'tickets';
  turn.effects.push({ type: 'findTickets' });
}
