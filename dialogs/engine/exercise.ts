import {
  asksUsefulness,
  countedQuestions,
  mainPart,
  type PartId,
  type ParticipationChange,
  screensOfPart,
} from '../campaigns/exercise.ts';
import { isRight } from '../campaigns/marking.ts';
import { isQuestion, type Screen } from '../campaigns/screens.ts';
import type { Campaign } from '../campaigns/types.ts';
import { askPrompt } from './ask.ts';
import { explanation, rightAnswer } from './exercise-explain.ts';
import { currentScreen } from './exercise-question.ts';
import { resume } from './resume.ts';
import { expect, say, type Turn, text } from './turn.ts';
import type { CampaignAction, ConversationState, Text } from './types.ts';

const mostLeft = 8;

/** Someone with a problem in hand, or in the middle of an action: a campaign waits for them. */
export const isBusy = ({ active, action, signIn, prompt, awaiting }: ConversationState): boolean =>
  active !== undefined ||
  action !== undefined ||
  signIn !== undefined ||
  awaiting !== undefined ||
  (prompt !== undefined &&
    !['describe', 'exercise', 'lesson', 'campaigns', 'eraseResults', 'helpful'].includes(prompt.kind));

/** What an employee wants of a campaign that was sent to them. */
export function answerCampaign(turn: Turn, action: CampaignAction, id: string, part: PartId): void {
  const campaign = turn.kit.findCampaign(id);
  if (!campaign || !screensOfPart(campaign, part)) {
    say(turn, 'campaign.over');
    return resume(turn);
  }
  if (action === 'why') {
    tellWhy(turn, campaign);
    return resume(turn);
  }
  if (action === 'later') {
    participate(turn, id, part, { what: 'postponed' });
    say(turn, 'campaign.postponed');
    return resume(turn);
  }
  if (action === 'done' && isOneRead(campaign, part)) {
    noteRead(turn, campaign, part);
    return resume(turn);
  }
  startExercise(turn, campaign, part);
}

/** One screen to read, which its message showed whole. */
function isOneRead(campaign: Campaign, part: PartId): boolean {
  const [screen, ...others] = screensOfPart(campaign, part)!;
  return others.length === 0 && (screen?.type === 'text' || screen?.type === 'acknowledge');
}

function noteRead(turn: Turn, { id }: Campaign, part: PartId): void {
  turn.effects.push({ type: 'forget' });
  participate(turn, id, part, { what: 'begun' });
  participate(turn, id, part, { what: 'finished' });
  say(turn, 'campaign.done.thanks');
}

/** Begins an exercise, or goes on with it; while a problem is in hand it waits. */
export function startExercise(turn: Turn, campaign: Campaign, part: PartId): void {
  const { state } = turn;
  if (isBusy(state)) {
    leaveForLater(turn, { campaign: campaign.id, part, at: 0, asked: 0, right: 0 });
    say(turn, 'campaign.waits', { title: { written: campaign.title } });
    return resume(turn);
  }
  const same = (each: { campaign: string; part: PartId }) => each.campaign === campaign.id && each.part === part;
  const left = state.exercise && same(state.exercise) ? state.exercise : state.laterExercises?.find(same);
  if (state.exercise && !same(state.exercise)) leaveForLater(turn, state.exercise);
  state.laterExercises = (state.laterExercises ?? []).filter((each) => !same(each));
  state.exercise = left ?? { campaign: campaign.id, part, at: 0, asked: 0, right: 0 };
  turn.effects.push({ type: 'forget' });
  if (!left || left.at === 0) {
    participate(turn, campaign.id, part, { what: 'begun' });
    say(turn, part === mainPart ? 'campaign.title' : 'campaign.title.again', {
      title: { written: campaign.title },
      minutes: campaign.minutes,
    });
  }
  expect(turn, { kind: 'exercise', step: 'screen' });
  askPrompt(turn);
}

/** Kept with where it stands; the oldest go. */
function leaveForLater(turn: Turn, exercise: NonNullable<ConversationState['exercise']>): void {
  const others = (turn.state.laterExercises ?? []).filter(
    (each) => each.campaign !== exercise.campaign || each.part !== exercise.part,
  );
  const known = (turn.state.laterExercises ?? []).find(
    (each) => each.campaign === exercise.campaign && each.part === exercise.part,
  );
  turn.state.laterExercises = [...others, exercise.at === 0 && known ? known : exercise].slice(-mostLeft);
}

/** « plus tard »: what was answered stays, and it goes on from there. */
export function postpone(turn: Turn): void {
  const { state } = turn;
  const { exercise } = state;
  delete state.prompt;
  if (!exercise) return;
  leaveForLater(turn, exercise);
  delete state.exercise;
  participate(turn, exercise.campaign, exercise.part, { what: 'postponed' });
  say(turn, 'campaign.postponed');
}

/** Something else came first: the exercise keeps its place without a word. */
export function setAside(turn: Turn): void {
  const { state } = turn;
  if (state.exercise) leaveForLater(turn, state.exercise);
  delete state.exercise;
  delete state.prompt;
}

/** Once it is calm again, what was left in the middle is offered: the last one, once. */
export function offerWaiting(turn: Turn): boolean {
  const { state } = turn;
  const waiting = state.laterExercises?.at(-1);
  if (!waiting || !turn.kit.findCampaign(waiting.campaign)) return false;
  state.laterExercises = state.laterExercises!.slice(0, -1);
  state.exercise = waiting;
  expect(turn, { kind: 'exercise', step: 'resume' });
  askPrompt(turn);
  return true;
}

/** A button or a typed choice of an exercise. */
export function chooseInExercise(turn: Turn, id: string, marks: readonly string[] = []): void {
  const { state } = turn;
  const { prompt } = state;
  const current = currentScreen(turn);
  if (!current || prompt?.kind !== 'exercise') {
    delete state.prompt;
    delete state.exercise;
    return say(turn, 'campaign.over');
  }
  const { campaign, screens, screen } = current;
  if (id === 'later') return postpone(turn);
  turn.effects.push({ type: 'forget' });
  if (prompt.step === 'resume') {
    if (state.exercise!.at === 0) return startExercise(turn, campaign, state.exercise!.part);
    expect(turn, { kind: 'exercise', step: 'screen' });
    return askPrompt(turn);
  }
  if (prompt.step === 'useful') return judgeUse(turn, campaign, id);
  if (prompt.step === 'next' || screen.type === 'text') return goOn(turn, campaign, screens);
  if (screen.type === 'order') return putInOrder(turn, screen, campaign, screens, [id]);
  if (screen.type === 'several' || screen.type === 'spot') {
    const known = new Set((screen.type === 'several' ? screen.answers : screen.parts).map((each) => each.id));
    return handIn(turn, campaign, screens, screen, id === 'nothing' ? [] : marks.filter((mark) => known.has(mark)));
  }
  handIn(turn, campaign, screens, screen, [id]);
}

/** One more thing put in place, or several at once when their numbers were typed. */
export function putInOrder(
  turn: Turn,
  screen: Extract<Screen, { type: 'order' }>,
  campaign: Campaign,
  screens: readonly Screen[],
  ids: readonly string[],
): void {
  const { state } = turn;
  const picked = [...(state.exercise!.picked ?? []), ...ids];
  const left = screen.items.filter(({ id }) => !picked.includes(id));
  // The last one has only one place to go.
  if (left.length <= 1) return handIn(turn, campaign, screens, screen, [...picked, ...left.map(({ id }) => id)]);
  state.exercise = { ...state.exercise!, picked };
  expect(turn, { kind: 'exercise', step: 'screen' });
  askPrompt(turn);
}

/** An answer: kept under the pseudonym, explained, and on. */
export function handIn(
  turn: Turn,
  campaign: Campaign,
  screens: readonly Screen[],
  screen: Screen,
  picked: readonly string[],
): void {
  const { state } = turn;
  const { picked: _, ...exercise } = state.exercise!;
  state.exercise = exercise;
  const base = { what: 'answered', screen: screen.id, picked } as const;
  if (!isQuestion(screen)) {
    participate(turn, exercise.campaign, exercise.part, { ...base, stage: 'none' });
    if (screen.type === 'practice') say(turn, `campaign.practice.thanks.${picked[0]}`);
    return goOn(turn, campaign, screens);
  }
  const right = isRight(screen, picked);
  const { stage, measures } = screen;
  participate(turn, exercise.campaign, exercise.part, { ...base, right, stage, ...(measures ? { measures } : {}) });
  if (stage === 'before') {
    say(turn, 'campaign.noted');
    return goOn(turn, campaign, screens);
  }
  state.exercise = { ...exercise, asked: exercise.asked + 1, right: exercise.right + (right ? 1 : 0) };
  turn.effects.push({ type: 'say', text: explanation(screen, picked) });
  if (exercise.at === screens.length - 1) return goOn(turn, campaign, screens);
  expect(turn, { kind: 'exercise', step: 'next' });
  askPrompt(turn);
}

function goOn(turn: Turn, campaign: Campaign, screens: readonly Screen[]): void {
  const { state } = turn;
  const exercise = state.exercise!;
  if (exercise.at + 1 >= screens.length) return finish(turn, campaign, screens);
  state.exercise = { ...exercise, at: exercise.at + 1 };
  expect(turn, { kind: 'exercise', step: 'screen' });
  askPrompt(turn);
}

function finish(turn: Turn, campaign: Campaign, screens: readonly Screen[]): void {
  const { state } = turn;
  const { campaign: id, part, asked, right } = state.exercise!;
  participate(turn, id, part, { what: 'finished' });
  for (const screen of screens)
    if (isQuestion(screen) && screen.stage === 'before')
      turn.effects.push({ type: 'say', text: text('campaign.beforeWas', { answer: rightAnswer(screen) }) });
  if (countedQuestions(screens) > 0 && asked > 0) say(turn, 'campaign.done.score', { asked, right });
  else say(turn, `campaign.done.${campaign.kind === 'pulse' ? 'pulse' : 'thanks'}`);
  if (campaign.sources.length > 0 && part === mainPart) say(turn, 'campaign.sources', { sources: sourcesOf(campaign) });
  if (!asksUsefulness(campaign) || part !== mainPart) {
    delete state.exercise;
    delete state.prompt;
    return;
  }
  expect(turn, { kind: 'exercise', step: 'useful' });
  askPrompt(turn);
}

/** Written in campaign files, which are checked: the only links here, and https. */
function sourcesOf({ sources }: Campaign): Text {
  const link = ({ title, url }: { title: string; url: string }) => `[${title.replace(/[[\]]/g, '')}](${url})`;
  return { all: sources.map((each) => ({ written: { fr: link(each), en: link(each) } })), separator: ' · ' };
}

function judgeUse(turn: Turn, campaign: Campaign, id: string): void {
  const useful = id === 'useful-yes' ? 'yes' : id === 'useful-some' ? 'some' : 'no';
  participate(turn, campaign.id, turn.state.exercise!.part, { what: 'useful', useful });
  delete turn.state.exercise;
  delete turn.state.prompt;
  say(turn, 'campaign.useful.thanks');
}

/** What it is for, who sent it, whether one must. */
export function tellWhy(turn: Turn, campaign: Campaign): void {
  const group = turn.kit.organisation.groups.find(({ id }) => id === campaign.owner);
  const parameters = {
    title: { written: campaign.title },
    goal: { written: campaign.goal },
    owner: group ? { written: group.name } : '',
  };
  say(turn, 'campaign.why', parameters);
  if (campaign.mandatory) say(turn, 'campaign.why.mandatory', { basis: { written: campaign.mandatory.legalBasis } });
  else say(turn, 'campaign.why.voluntary');
}

export function participate(turn: Turn, campaign: string, part: PartId, change: ParticipationChange): void {
  turn.effects.push({ type: 'participate', campaign, part, change });
}
