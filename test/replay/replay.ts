import type { Content } from '../../bot/content.ts';
import { type Ending, Player } from './player.ts';
import type { Qualified, Recording, Said } from './recording.ts';

/** What the same words lead to today. */
export interface Replayed {
  readonly ending: Ending;
  readonly questions: readonly string[];
  /** Absent when nothing was understood. */
  readonly qualified?: Qualified;
  /** The question that is open at the end, if the request did not end. */
  readonly open?: string | undefined;
  /** Questions that nobody was asked then: answered « I don't know », or the step as not possible. */
  readonly passedOver: readonly string[];
  /** Answers that have no place today. */
  readonly leftOut: readonly string[];
}

/** Most questions in a row that are passed over on the way to one that was answered. */
const mostPassedOver = 10;

/**
 * Plays what the employee said with today's scripts. In order, except that an answer goes to the question it answered
 * then, where that is still asked; questions that were not asked then are passed over on the way to it.
 */
export function replay(content: Content, { language, said, questions, qualified }: Recording): Replayed {
  const player = new Player(content, language, said[0]!.at);
  const asked = new Set(questions);
  const passedOver: string[] = [];
  const leftOut: string[] = [];
  const left = [...said];
  let before = player.moment;
  while (left.length > 0) {
    const next = nextOf(left, player);
    if (fits(next, player)) left.splice(left.indexOf(next), 1);
    else {
      const passed = passOver(player, next, asked);
      passedOver.push(...passed);
      left.shift();
    }
    before = player.moment;
    if (wasStale(content, next)) player.play({ type: 'stale' }, next.at);
    else if (!playSaid(player, next, language) && next.type === 'choice') leftOut.push(next.label);
    if (next !== said.at(-1)) continue;
    // The end was reached sooner than then: what answered questions that are gone has no place any more.
    leftOut.push(...left.splice(0).flatMap(wordsOf));
  }
  // It was sent: where a second problem was waiting, « Send » is kept with that one's words.
  if (qualified && player.moment.state.prompt?.kind === 'ticket') {
    before = player.moment;
    player.play({ type: 'chosen', choice: 'send' }, said.at(-1)!.at);
  }
  const requests = player.requests();
  const found = requests.find(({ draft }) => draft.category === qualified?.category) ?? requests[0];
  // As in the file: what is asked along with « Sent » is about the next problem.
  const sent = qualified !== undefined && player.moment.drafts.length > before.drafts.length;
  const base = { questions: (sent ? before : player.moment).questions, passedOver, leftOut };
  if (!found) return { ...base, ending: 'nothing', open: player.moment.question };
  const { ending, draft } = found;
  return { ...base, ending, qualified: draft, ...(ending === 'asking' ? { open: player.moment.question } : {}) };
}

/** The first thing left to say, unless a later one answers what is asked now. */
function nextOf(left: readonly Said[], player: Player): Said {
  const first = left[0]!;
  if (fits(first, player)) return first;
  const { question } = player.moment;
  return left.find((each) => each.question !== undefined && each.question === question) ?? first;
}

/** Whether this was said to what is asked now; what came unasked always fits. */
const fits = ({ question }: Said, player: Player): boolean =>
  question === undefined || question === player.moment.question;

/** A button of an earlier card, as Guichet said then. */
function wasStale({ texts }: Content, { reply = '' }: Said): boolean {
  const answer = reply.replaceAll('\u00a0', ' ');
  return (['fr', 'en'] as const).some((language) =>
    ['stale.current', 'stale.none'].some((key) => answer.startsWith(texts.write({ key }, { language, as: 'plain' }))),
  );
}

const wordsOf = (said: Said): string[] => ('text' in said ? [said.text] : said.type === 'choice' ? [said.label] : []);

/** Passes over what nobody was asked then, if that leads to the question that was answered; else nothing happens. */
function passOver(player: Player, next: Said, asked: ReadonlySet<string>): string[] {
  const before = player.moment;
  const passed: string[] = [];
  while (passed.length < mostPassedOver && !fits(next, player)) {
    const { question } = player.moment;
    const choice = player.offered({ id: 'unknown' }) ?? player.offered({ id: 'could_not' });
    if (question === undefined || asked.has(question) || choice === undefined) break;
    passed.push(question);
    player.play({ type: 'chosen', choice }, next.at);
  }
  if (fits(next, player)) return passed;
  player.goBackTo(before);
  return [];
}

/** False when a button was pressed that is not there today. */
function playSaid(player: Player, said: Said, locale: Recording['language']): boolean {
  switch (said.type) {
    case 'installed':
      player.play({ type: 'installed', locale }, said.at);
      return true;
    case 'edited':
      player.play({ type: 'edited', text: said.text }, said.at);
      return true;
    case 'choice': {
      const choice = player.offered({ id: said.choice });
      if (choice !== undefined) player.play({ type: 'chosen', choice }, said.at);
      return choice !== undefined;
    }
    default: {
      const choice = said.type === 'line' ? player.offered({ label: said.text }) : undefined;
      const { text, attachments } = said;
      player.play(
        choice === undefined ? { type: 'message', text, locale, attachments } : { type: 'chosen', choice },
        said.at,
      );
      return true;
    }
  }
}
