import { begin } from './advance.ts';
import { askPrompt } from './ask.ts';
import { offerCampaigns, tellResults } from './campaigns.ts';
import { choose } from './choices.ts';
import { edited } from './edited.ts';
import { answerCampaign } from './exercise.ts';
import { askJudgement } from './judge.ts';
import { answerFromKnowledge, tellAnswer } from './knowledge-answer.ts';
import { noteOccasion, offerWhenCalm } from './lessons.ts';
import { recordLookUps } from './look-ups.ts';
import { introduce, pauseBeforeRecap, readMessage } from './message.ts';
import { tellOutageNews } from './outage-answer.ts';
import { stateOutages } from './outages.ts';
import { recallThread } from './resume.ts';
import { examined, tellAction } from './self-service.ts';
import { askSignIn, resumeSignedIn } from './sign-in.ts';
import { tellTickets } from './status.ts';
import { expect, type Kit, say, type Turn } from './turn.ts';
import type { ConversationState, Effect, Event, SupportRequest } from './types.ts';

/** Longer silences do not count as time spent with level 1. */
const longestActivePause = 3 * 60_000;

/** A conversation that nothing was said in yet. */
export function newConversation(now: number): ConversationState {
  return {
    schema: 1,
    language: 'fr',
    languageChosen: false,
    plain: false,
    introduced: false,
    parked: [],
    misread: 0,
    tips: {},
    lastAt: now,
  };
}

/**
 * One step of a conversation. Pure: the same state, event and time give the same state and effects, and the given state
 * is left as it was.
 */
export function step(
  kit: Kit,
  state: ConversationState,
  event: Event,
  now: number,
): { state: ConversationState; effects: readonly Effect[] } {
  const turn: Turn = { kit, state: copy(state), event, now, effects: [] };
  const pause = Math.max(0, now - state.lastAt);
  if (turn.state.active) turn.state.active.spent += Math.min(pause, longestActivePause);
  perform(turn, pause);
  noteOccasion(turn);
  offerWhenCalm(turn);
  turn.state.lastAt = now;
  return { state: turn.state, effects: turn.effects };
}

/** What the step may write to; facts, steps and prompts are replaced, never changed in place. */
function copy(state: ConversationState): ConversationState {
  const own: ConversationState = { ...state, parked: state.parked.map(copyRequest), tips: { ...state.tips } };
  if (state.lessons) own.lessons = { ...state.lessons };
  if (state.active) own.active = copyRequest(state.active);
  return own;
}

const copyRequest = (request: SupportRequest): SupportRequest => ({
  ...request,
  facts: [...request.facts],
  steps: [...request.steps],
  said: [...request.said],
  attachments: [...request.attachments],
  notes: [...request.notes],
});

function perform(turn: Turn, pause: number): void {
  const { event, state } = turn;
  switch (event.type) {
    case 'message':
      return readMessage(turn, event, pause);
    case 'chosen':
      if (pause > pauseBeforeRecap) recallThread(turn);
      return choose(turn, event.choice, event.marks);
    case 'stale':
      say(turn, state.prompt ? 'stale.current' : 'stale.none');
      return askPrompt(turn);
    case 'installed':
      if (event.locale && !state.languageChosen) state.language = event.locale;
      stateOutages(turn, { greeting: true });
      if (state.introduced) say(turn, 'installed.again');
      else {
        introduce(turn, event.givenName);
        say(turn, 'introduction.languages');
      }
      if (state.prompt) return askPrompt(turn);
      expect(turn, { kind: 'describe' });
      return askPrompt(turn);
    case 'edited':
      return edited(turn, event.text);
    case 'lookedUp':
      if (state.awaiting !== 'lookUp' || !state.active) return;
      delete state.awaiting;
      recordLookUps(turn, event.values);
      return begin(turn);
    case 'found':
      if (state.awaiting !== 'search') return;
      delete state.awaiting;
      return answerFromKnowledge(turn, event);
    case 'drafted':
      if (state.awaiting !== 'draft') return;
      delete state.awaiting;
      return tellAnswer(turn, event);
    case 'ticketsFound':
      if (state.awaiting !== 'tickets') return;
      delete state.awaiting;
      return tellTickets(turn, event.tickets);
    case 'examined':
      if (state.awaiting !== 'action') return;
      delete state.awaiting;
      return event.examination.type === 'signIn' ? askSignIn(turn) : examined(turn, event.examination);
    case 'campaign':
      return answerCampaign(turn, event.action, event.campaign, event.part);
    case 'campaignsFound':
      return state.awaiting === 'campaigns' ? offerCampaigns(turn, event.open) : undefined;
    case 'resultsFound':
      return state.awaiting === 'results' ? tellResults(turn, event.results) : undefined;
    case 'signedIn':
      return resumeSignedIn(turn);
    case 'actionNews':
      return tellAction(turn, event);
    case 'decision':
      for (const each of event.texts) turn.effects.push({ type: 'say', text: each });
      if (event.approvalId !== undefined) {
        turn.effects.push({ type: 'decide', approvalId: event.approvalId, approved: event.approved });
      }
      return;
    case 'announcement':
      for (const each of event.texts) turn.effects.push({ type: 'say', text: each });
      return state.active ? askPrompt(turn, true) : undefined;
    case 'outageNews':
      return tellOutageNews(turn, event);
    case 'ticketComment':
      state.asked = { reference: event.reference, at: turn.now };
      return;
    case 'ticketResolved':
      delete state.asked;
      say(turn, 'judge.news', {
        reference: event.reference,
        by: { data: event.by },
        resolution: { data: event.resolution },
      });
      return askJudgement(turn, event.reference);
  }
}
