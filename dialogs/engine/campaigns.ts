import { isOpenToAll, keyOfExercise as keyOf, listedAtOnce, mainPart, screensOfPart } from '../campaigns/exercise.ts';
import { askPrompt } from './ask.ts';
import { isBusy, startExercise, tellWhy } from './exercise.ts';
import { campaignWish } from './exercise-words.ts';
import { resume } from './resume.ts';
import { expect, say, type Turn, text } from './turn.ts';
import type { Event, Text } from './types.ts';

/** « mes résultats », « mes leçons », « que gardez-vous de moi »: asked anywhere, answered at once. */
export function askAboutCampaigns(turn: Turn, words: string): boolean {
  const { state, effects } = turn;
  switch (campaignWish(words)) {
    case 'results':
      effects.push({ type: 'findResults' });
      state.awaiting = 'results';
      return true;
    case 'erase':
      if (isBusy(state)) return false;
      expect(turn, { kind: 'eraseResults' });
      askPrompt(turn);
      return true;
    case 'list':
      effects.push({ type: 'findCampaigns' });
      state.awaiting = 'campaigns';
      return true;
    case 'resume':
      return !isBusy(state) && resumeLast(turn);
    case 'kept':
      if (isBusy(state)) return false;
      say(turn, 'campaign.kept', { days: turn.kit.organisation.retention.participationDays });
      resume(turn);
      return true;
    case 'why': {
      const last = state.exercise ?? state.laterExercises?.at(-1);
      const campaign = last && turn.kit.findCampaign(last.campaign);
      if (!campaign || isBusy(state)) return false;
      tellWhy(turn, campaign);
      resume(turn);
      return true;
    }
    default:
      return false;
  }
}

/** Asked for by name, it goes on at once. */
function resumeLast(turn: Turn): boolean {
  const { state, kit } = turn;
  const last = state.exercise ?? state.laterExercises?.at(-1);
  const campaign = last && kit.findCampaign(last.campaign);
  if (!campaign) return false;
  startExercise(turn, campaign, last.part);
  return true;
}

/** What the employee was invited to first, then the library. */
export function offerCampaigns(turn: Turn, open: Extract<Event, { type: 'campaignsFound' }>['open']): void {
  const { state, kit } = turn;
  delete state.awaiting;
  const waiting = (state.laterExercises ?? []).map(({ campaign, part }) => ({ campaign, part }));
  const library = kit
    .campaigns()
    .filter(isOpenToAll)
    .map(({ id }) => ({ campaign: id, part: mainPart }));
  const options = [...open, ...waiting, ...library]
    .filter((each, at, all) => all.findIndex((other) => keyOf(other) === keyOf(each)) === at)
    .filter(({ campaign, part }) => {
      const found = kit.findCampaign(campaign);
      return found !== undefined && screensOfPart(found, part) !== undefined;
    });
  if (isBusy(state) || options.length === 0) {
    say(turn, options.length === 0 ? 'campaign.none' : 'campaign.afterThis');
    return resume(turn);
  }
  expect(turn, { kind: 'campaigns', options, from: 0 });
  askPrompt(turn);
}

/** A campaign of the list, or none of them. */
export function chooseCampaign(turn: Turn, id: string): void {
  const { state, kit } = turn;
  const { prompt } = state;
  if (prompt?.kind === 'campaigns' && id === 'more') {
    const next = prompt.from + listedAtOnce;
    expect(turn, { kind: 'campaigns', options: prompt.options, from: next < prompt.options.length ? next : 0 });
    return askPrompt(turn);
  }
  delete state.prompt;
  const chosen = prompt?.kind === 'campaigns' ? prompt.options.find((each) => keyOf(each) === id) : undefined;
  const campaign = chosen && kit.findCampaign(chosen.campaign);
  if (campaign) return startExercise(turn, campaign, chosen.part);
  say(turn, 'smallTalk.acknowledgement');
}

/** The employee's own results, told to nobody else. */
export function tellResults(turn: Turn, results: Extract<Event, { type: 'resultsFound' }>['results']): void {
  const { state, kit } = turn;
  delete state.awaiting;
  // Not kept in the transcript, which a ticket may carry to a technician.
  turn.effects.push({ type: 'forget' });
  const days = kit.organisation.retention.participationDays;
  if (results.length === 0) say(turn, 'campaign.results.none', { days });
  else {
    const lines = results.map((result): Text => {
      const campaign = kit.findCampaign(result.campaign);
      const title: Text = campaign ? { written: campaign.title } : { data: result.campaign };
      const about = {
        title,
        asked: result.asked,
        right: result.right,
        at: text('date', { at: day(result.finishedAt) }),
      };
      if (result.finishedAt === undefined) return text('campaign.results.begun', about);
      return text(result.asked > 0 ? 'campaign.results.score' : 'campaign.results.done', about);
    });
    say(turn, 'campaign.results', { results: { all: lines, separator: '\n' }, days });
  }
  resume(turn);
}

const day = (at: number | undefined): string => new Date(at ?? 0).toISOString().slice(0, 10);

export function decideErasure(turn: Turn, id: string): void {
  delete turn.state.prompt;
  if (id !== 'yes') return say(turn, 'campaign.erase.kept');
  turn.effects.push({ type: 'eraseResults' }, { type: 'forget' });
  delete turn.state.lessons;
  delete turn.state.laterExercises;
  delete turn.state.exercise;
  say(turn, 'campaign.erase.done');
}
