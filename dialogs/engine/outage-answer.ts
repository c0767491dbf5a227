import { smallTalk } from '../triage/index.ts';
import { advance, begin, startRequest } from './advance.ts';
import { askPrompt } from './ask.ts';
import { endRequest } from './close.ts';
import { digress } from './digressions.ts';
import { keepWords } from './learning.ts';
import { explains, moment, nextUpdate, noteTold, outagesOf } from './outages.ts';
import { describe } from './problems.ts';
import { expect, openRequest, reopen, say, scriptOf, type Turn, text } from './turn.ts';
import { readTyped, readTypedYesNo } from './typed.ts';
import type { Event, Text } from './types.ts';

const alsoMe =
  /^\W*(?:(?:oui|yes)\W+)?(?:moi aussi|nous aussi|chez (?:moi|nous) aussi|idem|pareil(?: (?:pour|chez) (?:moi|nous))?|me too|same(?: here| for me| problem)?|us too)\W*$/i;

/** « moi aussi », said to an outage that was just stated. Returns whether it was that. */
export function readMeToo(turn: Turn, words: string): boolean {
  const { state } = turn;
  if (state.prompt && state.prompt.kind !== 'describe' && state.prompt.kind !== 'outage') return false;
  if (!alsoMe.test(words)) return false;
  const open = outagesOf(turn).filter((outage) => state.outagesTold?.[outage.id] !== undefined);
  if (open.length === 0) return false;
  if (open.length === 1) join(turn, open[0]!.id);
  else {
    expect(turn, { kind: 'outage', outages: open.map(({ id }) => id) });
    askPrompt(turn);
  }
  return true;
}

/** A press at « est-ce votre problème ? »: an outage's id joins it, anything else goes on. */
export function chooseOutage(turn: Turn, id: string): void {
  if (id !== 'other') return join(turn, id);
  const { state } = turn;
  const { prompt, active } = state;
  const named = prompt?.kind === 'outage' ? prompt.outages : [];
  for (const outage of named) turn.effects.push({ type: 'leaveOutage', outage });
  if (!active) {
    expect(turn, { kind: 'describe' });
    return askPrompt(turn);
  }
  active.notOutages = [...(active.notOutages ?? []), ...named];
  return active.lookedUp && active.confirmed ? advance(turn) : begin(turn);
}

/** Typed words there: an answer, a digression, or more about the problem, which is kept. */
export function readOutageAnswer(turn: Turn, words: string): void {
  const { active, prompt } = turn.state;
  const named = prompt?.kind === 'outage' ? prompt.outages : [];
  const chosen = readTyped(turn, words) ?? readTypedYesNo(turn, words);
  if (chosen) return chooseOutage(turn, chosen);
  if (alsoMe.test(words) && named.length === 1) return join(turn, named[0]!);
  if (!active) return describe(turn, words);
  if (digress(turn, words)) return;
  if (keepWords(active, words)) say(turn, 'noted');
  askPrompt(turn, true);
}

/** The employee is in it: no ticket of their own, and they hear each update and the end. */
function join(turn: Turn, id: string): void {
  const { state } = turn;
  const outage = outagesOf(turn).find((each) => each.id === id);
  if (!outage) {
    say(turn, 'outage.gone');
    delete state.prompt;
    return state.active ? begin(turn) : undefined;
  }
  const { active } = state;
  turn.effects.push({ type: 'joinOutage', outage: id, sequence: outage.sequence });
  say(turn, outage.startsAt > turn.now ? 'outage.joined.planned' : 'outage.joined', {
    next: nextUpdate(outage.nextUpdateAt, turn.now),
  });
  if (!active) {
    delete state.prompt;
    return;
  }
  turn.effects.push({ type: 'close', requestId: active.id, outcome: 'joined' });
  state.joined = { ...state.joined, [id]: active };
  endRequest(turn);
}

type News = Extract<Event, { type: 'outageNews' }>;

/** What a technician says about an outage to somebody affected by it. */
export function tellOutageNews(turn: Turn, news: News): void {
  const { state } = turn;
  const { language } = state;
  const title = { data: news.title[language] };
  const parts: Text[] = [text(`outage.news.${news.event}`, { title, by: { data: news.by } })];
  if (news.text) parts.push({ data: news.text[language] });
  if (news.event === 'declared') parts.push(text('outage.nothingToDo'));
  if (news.event === 'declared' || news.event === 'updated') parts.push(nextUpdate(news.nextUpdateAt, turn.now));
  if (news.event === 'reminder') parts.push(text('outage.from', { at: moment(news.startsAt) }));
  if (news.numbers) parts.push(text('outage.numbers', { numbers: { data: news.numbers[language] } }));
  turn.effects.push({ type: 'say', text: { all: parts, separator: ' ' } });
  noteTold(turn, { id: news.outage, sequence: news.sequence });
  if (news.event === 'closed') return askWhetherOver(turn, news);
  const active = state.active;
  const caught = active && active.reason === undefined && explains(turn, active)?.id === news.outage;
  if (!caught || news.event !== 'declared') return state.active ? askPrompt(turn, true) : undefined;
  expect(turn, { kind: 'outage', outages: [news.outage] });
  askPrompt(turn);
}

/** Asked once, and not in the middle of something else. */
function askWhetherOver(turn: Turn, { outage }: News): void {
  const { state } = turn;
  const free = state.prompt === undefined || state.prompt.kind === 'outage' || state.prompt.kind === 'describe';
  if (state.prompt?.kind === 'outage' && state.active) {
    // It was asked whether this is their problem, and it is over: one question is enough.
    turn.effects.push({ type: 'joinOutage', outage, sequence: state.outagesTold?.[outage]?.sequence ?? 0 });
    turn.effects.push({ type: 'close', requestId: state.active.id, outcome: 'joined' });
    state.joined = { ...state.joined, [outage]: state.active };
    delete state.active;
    delete state.prompt;
  }
  if (!free || state.active) return askPrompt(turn, true);
  expect(turn, { kind: 'outageOver', outage });
  askPrompt(turn);
}

export function chooseOver(turn: Turn, id: string): void {
  const { state } = turn;
  const outage = state.prompt?.kind === 'outageOver' ? state.prompt.outage : '';
  const fixed = id === 'fixed';
  turn.effects.push({ type: 'judgeOutage', outage, fixed });
  delete state.prompt;
  const before = state.joined?.[outage];
  if (state.joined) {
    const { [outage]: _, ...others } = state.joined;
    state.joined = others;
  }
  if (fixed) return say(turn, 'outage.thanks');
  say(turn, 'outage.notOver');
  if (!before) {
    expect(turn, { kind: 'describe' });
    return askPrompt(turn);
  }
  const request = reopen(turn, before);
  request.notOutages = [...(before.notOutages ?? []), outage];
  return scriptOf(turn, request) ? advance(turn) : startAgain(turn);
}

const startAgain = (turn: Turn): void => {
  const request = turn.state.active;
  delete turn.state.active;
  if (request?.code !== undefined) startRequest(turn, request.words, request.code);
  else turn.state.active = openRequest(turn, request?.words ?? '');
};

export function readOver(turn: Turn, words: string): void {
  const chosen = readTyped(turn, words) ?? readTypedYesNo(turn, words);
  if (chosen) return chooseOver(turn, chosen);
  const chat = smallTalk(words);
  if (chat === 'thanks' || chat === 'praise') {
    say(turn, `smallTalk.${chat}`);
    delete turn.state.prompt;
    return;
  }
  delete turn.state.prompt;
  describe(turn, words);
}
