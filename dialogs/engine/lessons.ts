import { mainPart } from '../campaigns/exercise.ts';
import type { Campaign, JustInTimeEvent } from '../campaigns/types.ts';
import { askPrompt } from './ask.ts';
import { offerWaiting, startExercise } from './exercise.ts';
import { expect, say, type Turn } from './turn.ts';
import type { Effect } from './types.ts';

const year = 365 * 24 * 3600_000;
/** Lessons offered unasked to one person in a year. */
export const mostLessonsAYear = 4;
/** Past this it no longer fits what happened. */
const fitsFor = 3 * 24 * 3600_000;

/** Self-service actions after which a lesson fits. */
const actions: Readonly<Record<string, JustInTimeEvent>> = {
  'report-message': 'reported-phish',
  'lost-device': 'lost-device',
  'report-compromise': 'unexpected-prompt',
};

/** Families whose ticket was sent. */
const families: Readonly<Record<string, JustInTimeEvent>> = {
  'security.phishing': 'reported-phish',
  'security.lost-device': 'lost-device',
  'security.account-compromise': 'unexpected-prompt',
};

/** Remembers that something happened which a lesson fits; the last one counts. */
export function noteOccasion(turn: Turn): void {
  const on = occasion(turn);
  if (on) turn.state.lessonDue = { on, at: turn.now };
}

function occasion({ event, effects }: Turn): JustInTimeEvent | undefined {
  if (event.type === 'message' && event.masked?.includes('password')) return 'password-typed';
  for (const effect of effects) {
    const found = occasionOf(effect);
    if (found) return found;
  }
  return undefined;
}

function occasionOf(effect: Effect): JustInTimeEvent | undefined {
  if (effect.type === 'act') return actions[effect.action];
  return effect.type === 'escalate' ? families[effect.draft.category] : undefined;
}

/**
 * Once nothing else is asked: an exercise left in the middle, else a lesson that fits what just happened. At most four
 * a year, the same one once a year, and never to someone who was out of patience.
 */
export function offerWhenCalm(turn: Turn): void {
  const { state, event } = turn;
  const calm = !state.active && !state.prompt && !state.action && !state.awaiting && !state.signIn;
  if (!calm || event.type === 'ticketComment') return;
  const just = (type: Effect['type']) => turn.effects.some((effect) => effect.type === type);
  if ((just('close') || just('escalate')) && offerWaiting(turn)) return;
  const due = state.lessonDue;
  // Not while something is under way, nor together with a ticket that was just sent: the next quiet moment will do.
  if (!due || just('act') || just('escalate')) return;
  if (event.type === 'actionNews' && due.on !== 'reported-phish') return;
  delete state.lessonDue;
  if (turn.now - due.at > fitsFor) return;
  const campaign = fittingLesson(turn, due.on);
  if (!campaign) return;
  state.lessons = { ...state.lessons, [campaign.id]: turn.now };
  expect(turn, { kind: 'lesson', campaign: campaign.id });
  askPrompt(turn);
}

function fittingLesson({ kit, state, now }: Turn, on: JustInTimeEvent): Campaign | undefined {
  const offered = Object.values(state.lessons ?? {}).filter((at) => now - at < year).length;
  if (offered >= mostLessonsAYear) return undefined;
  return kit
    .campaigns()
    .find(({ id, justInTime }) => justInTime?.includes(on) && now - (state.lessons?.[id] ?? 0) > year);
}

/** Yes, later or no to a lesson that was offered. */
export function decideLesson(turn: Turn, id: string): void {
  const { state, kit } = turn;
  const { prompt } = state;
  delete state.prompt;
  const campaign = prompt?.kind === 'lesson' ? kit.findCampaign(prompt.campaign) : undefined;
  if (campaign && id === 'yes') return startExercise(turn, campaign, mainPart);
  say(turn, id === 'later' && campaign ? 'campaign.lesson.later' : 'smallTalk.acknowledgement');
  if (id === 'later' && campaign)
    state.laterExercises = [
      ...(state.laterExercises ?? []),
      { campaign: campaign.id, part: mainPart, at: 0, asked: 0, right: 0 },
    ];
}
