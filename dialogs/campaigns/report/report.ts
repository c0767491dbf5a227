import { isQuestion, type Screen } from '../screens.ts';
import type { Campaign } from '../types.ts';
import { type Dimension, dimensions, type Grouped, groupOf, groupSafely, isShown, leastGroup } from './disclosure.ts';
import { type Interval, type Proportion, pairedDifference, proportion, quantile } from './statistics.ts';

/** A person who finished the main part, known by a pseudonym. */
export interface Participant extends Grouped {
  readonly pseudonym: string;
  readonly deliveredAt?: number | undefined;
  readonly begunAt: number;
  readonly finishedAt: number;
  readonly useful?: string | undefined;
}

export interface GivenAnswer {
  readonly pseudonym: string;
  readonly screen: string;
  readonly picked: readonly string[];
  readonly right?: boolean | undefined;
}

/** The ledger: how many are in each state (they add up to the audience), and who they are as far as groups go. */
export interface Ledger {
  readonly states: Readonly<Record<string, number>>;
  readonly reached: readonly Grouped[];
  readonly audience: number;
}

export interface ReportInput {
  readonly campaign: Campaign;
  readonly participants: readonly Participant[];
  readonly answers: readonly GivenAnswer[];
  /** Who finished the retest, and what they answered there. */
  readonly retest?: { readonly pseudonyms: readonly string[]; readonly answers: readonly GivenAnswer[] } | undefined;
  readonly ledger?: Ledger | undefined;
  /** epoch ms */
  readonly at: number;
}

export interface Score {
  /** Mean share of right answers a person. */
  readonly before?: Interval;
  readonly after?: Interval;
  readonly change?: Interval;
  readonly retest?: Interval;
}

export interface QuestionFigures {
  readonly screen: string;
  readonly stage: 'before' | 'after' | 'retest';
  readonly measures?: string;
  readonly right: Proportion;
}

export interface GroupFigures {
  /** A value of the dimension; `*`: several small ones together; empty: not known. */
  readonly group: string;
  readonly finished: number;
  readonly reached?: number;
  readonly after?: Interval;
}

/** All that is ever shown of a campaign: totals, and groups of ten people or more. */
export interface Figures {
  readonly at: number;
  readonly audience?: number;
  readonly states?: Readonly<Record<string, number>>;
  /** People who finished; absent while they are fewer than ten. */
  readonly finished?: number;
  readonly completion?: Proportion;
  /** Minutes from beginning to end, and hours from the message to the end: quartiles. */
  readonly minutes?: readonly [number, number, number];
  readonly hoursToFinish?: readonly [number, number, number];
  readonly score?: Score;
  readonly questions?: readonly QuestionFigures[];
  /** For each measured notion asked before and after: how the share of right answers changed. */
  readonly changes?: readonly { readonly measures: string; readonly change: Interval }[];
  /** Share of clues that were not marked, over all fraudulent messages. */
  readonly missRate?: Proportion;
  readonly opinions?: readonly { readonly screen: string; readonly counts: Readonly<Record<string, number>> }[];
  readonly useful?: Readonly<Record<string, number>>;
  readonly groups: Readonly<Partial<Record<Dimension, readonly GroupFigures[]>>>;
  /** Dimensions that are not shown, because their groups are too small to be told apart. */
  readonly withheld: readonly Dimension[];
}

/** What a report shows of those who finished. Fewer than ten people give no figure about their answers at all. */
export function computeFigures(input: ReportInput): Figures {
  const { campaign, participants, ledger, at } = input;
  const base = { at, ...(ledger ? { audience: ledger.audience, states: ledger.states } : {}) };
  const reached = ledger?.reached.length ?? 0;
  if (participants.length < leastGroup) return { ...base, groups: {}, withheld: dimensions };
  const byPerson = Map.groupBy(input.answers, ({ pseudonym }) => pseudonym);
  const of = (person: { pseudonym: string }) => byPerson.get(person.pseudonym) ?? [];
  const questions = campaign.screens.filter(isQuestion);
  const grouping = groupSafely(ledger ? [participants, ledger.reached] : [participants]);
  const scoreOf = (people: readonly Participant[], stage: 'before' | 'after') => {
    const ids = new Set(questions.filter((question) => question.stage === stage).map(({ id }) => id));
    return meanScore(people.map((person) => of(person).filter(({ screen }) => ids.has(screen))));
  };
  const groups = Object.fromEntries(
    dimensions
      .filter((dimension) => isShown(grouping, dimension))
      .map((dimension) => [dimension, groupFigures(dimension)]),
  );

  function groupFigures(dimension: Dimension): GroupFigures[] {
    const people = Map.groupBy(participants, (person) => groupOf(grouping, dimension, person));
    const sent = ledger && Map.groupBy(ledger.reached, (person) => groupOf(grouping, dimension, person));
    return [...new Set([...people.keys(), ...(sent?.keys() ?? [])])].sort().map((group) => {
      const members = people.get(group) ?? [];
      const after = scoreOf(members, 'after');
      return {
        group,
        finished: members.length,
        ...(sent ? { reached: sent.get(group)?.length ?? 0 } : {}),
        ...(after ? { after } : {}),
      };
    });
  }

  const retest = retestFigures(input);
  const score: Score = {
    ...optional('before', scoreOf(participants, 'before')),
    ...optional('after', scoreOf(participants, 'after')),
    ...optional('change', meanChange(participants.map((person) => [of(person), questions] as const))),
    ...optional('retest', retest?.score),
  };
  return {
    ...base,
    finished: participants.length,
    // Who was not reached by a message but came by themselves does not raise the share above one.
    ...(reached >= participants.length ? { completion: proportion(participants.length, reached) } : {}),
    ...optional('minutes', quartiles(participants.map((person) => (person.finishedAt - person.begunAt) / 60_000))),
    ...optional(
      'hoursToFinish',
      quartiles(
        participants.flatMap(({ deliveredAt, finishedAt }) =>
          deliveredAt === undefined ? [] : [(finishedAt - deliveredAt) / 3600_000],
        ),
      ),
    ),
    ...(Object.keys(score).length > 0 ? { score } : {}),
    questions: [
      ...questions.map((question) => questionFigures(question, question.stage, participants.map(of))),
      ...(retest?.questions ?? []),
    ],
    changes: changesOf(questions, participants.map(of)),
    ...optional('missRate', missRate(questions, participants.map(of))),
    opinions: opinionsOf(campaign.screens, participants.map(of)),
    useful: countBy(participants.map(({ useful }) => useful ?? 'none')),
    groups,
    withheld: dimensions.filter((dimension) => !isShown(grouping, dimension)),
  };
}

const optional = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  (value === undefined ? {} : { [key]: value }) as Partial<Record<Key, Value>>;

type Answers = readonly GivenAnswer[];
type Question = Extract<Screen, { stage: string }>;

const rightShare = (answers: Answers): number | undefined =>
  answers.length === 0 ? undefined : answers.filter(({ right }) => right).length / answers.length;

/**
 * People are the units: answers of one person are not independent of one another. The interval is Wilson's for as many
 * people: no share of answers varies more than a yes or no does, so it is never too narrow, not even where all agree.
 */
function meanScore(people: readonly Answers[]): Interval | undefined {
  const shares = people.map(rightShare).filter((share) => share !== undefined);
  if (shares.length < leastGroup) return undefined;
  const { estimate, low, high } = proportion(
    shares.reduce((sum, share) => sum + share, 0),
    shares.length,
  );
  return { estimate, low, high };
}

/** Two people more, one who gained all and one who lost all, keep the interval honest where everyone changed alike. */
function meanOfChanges(values: readonly number[]): Interval | undefined {
  if (values.length < leastGroup) return undefined;
  const average = (all: readonly number[]) => all.reduce((sum, value) => sum + value, 0) / all.length;
  const more = [...values, 1, -1];
  const middle = average(more);
  const variance = more.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (more.length - 1);
  const half = 1.96 * Math.sqrt(variance / more.length);
  return { estimate: average(values), low: Math.max(-1, middle - half), high: Math.min(1, middle + half) };
}

/** Before to after, over the notions that were asked about at both times. */
function meanChange(people: readonly (readonly [Answers, readonly Question[]])[]): Interval | undefined {
  const changes = people.flatMap(([answers, questions]) => {
    const paired = pairedNotions(questions);
    const shareAt = (stage: string) =>
      rightShare(
        answers.filter(({ screen }) =>
          questions.some((each) => each.id === screen && each.stage === stage && paired.has(each.measures ?? '')),
        ),
      );
    const [before, after] = [shareAt('before'), shareAt('after')];
    return before === undefined || after === undefined ? [] : [after - before];
  });
  return meanOfChanges(changes);
}

function pairedNotions(questions: readonly Question[]): Set<string> {
  const at = (stage: string) => questions.filter((each) => each.stage === stage).map(({ measures }) => measures ?? '');
  const after = new Set(at('after'));
  return new Set(at('before').filter((notion) => notion !== '' && after.has(notion)));
}

function questionFigures(question: Question, stage: QuestionFigures['stage'], people: readonly Answers[]) {
  const given = people.flatMap((answers) => answers.filter(({ screen }) => screen === question.id));
  const right = proportion(given.filter((answer) => answer.right).length, given.length);
  return { screen: question.id, stage, right, ...optional('measures', question.measures) };
}

function changesOf(questions: readonly Question[], people: readonly Answers[]) {
  return [...pairedNotions(questions)].map((measures) => {
    const wellAt = (answers: Answers, stage: string) => {
      const ids = questions.filter((each) => each.measures === measures && each.stage === stage).map(({ id }) => id);
      const given = answers.filter(({ screen }) => ids.includes(screen));
      return given.length > 0 && given.every(({ right }) => right);
    };
    const gained = people.filter((answers) => !wellAt(answers, 'before') && wellAt(answers, 'after')).length;
    const lost = people.filter((answers) => wellAt(answers, 'before') && !wellAt(answers, 'after')).length;
    return { measures, change: pairedDifference(gained, lost, people.length) };
  });
}

function missRate(questions: readonly Question[], people: readonly Answers[]): Proportion | undefined {
  const spots = questions.flatMap((question) => (question.type === 'spot' ? [question] : []));
  let missed = 0;
  let clues = 0;
  for (const spot of spots) {
    const telling = spot.parts.filter(({ clue }) => clue).map(({ id }) => id);
    for (const answers of people)
      for (const { screen, picked } of answers) {
        if (screen !== spot.id) continue;
        clues += telling.length;
        missed += telling.filter((id) => !picked.includes(id)).length;
      }
  }
  return clues === 0 ? undefined : proportion(missed, clues);
}

function opinionsOf(screens: readonly Screen[], people: readonly Answers[]) {
  return screens
    .filter(({ type }) => type === 'opinion' || type === 'practice')
    .map(({ id }) => ({
      screen: id,
      counts: countBy(
        people.flatMap((answers) => answers.filter(({ screen }) => screen === id).map(({ picked }) => picked[0] ?? '')),
      ),
    }));
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function quartiles(values: readonly number[]): readonly [number, number, number] | undefined {
  if (values.length < leastGroup) return undefined;
  return [quantile(values, 0.25)!, quantile(values, 0.5)!, quantile(values, 0.75)!];
}

/**
 * The retest of those who took it: ten people at least, and as many who did not, or none. It is shown of them alone, so
 * that the difference from everyone is never a few people.
 */
function retestFigures({ campaign, participants, retest }: ReportInput) {
  const part = campaign.followUps?.find(({ purpose }) => purpose === 'retest');
  if (!part || !retest) return undefined;
  const took = new Set(retest.pseudonyms);
  const people = participants.filter(({ pseudonym }) => took.has(pseudonym));
  const rest = participants.length - people.length;
  if (people.length < leastGroup || (rest > 0 && rest < leastGroup)) return undefined;
  const byPerson = Map.groupBy(retest.answers, ({ pseudonym }) => pseudonym);
  const answers = people.map(({ pseudonym }) => byPerson.get(pseudonym) ?? []);
  return {
    score: meanScore(answers),
    questions: part.screens.filter(isQuestion).map((question) => questionFigures(question, 'retest', answers)),
  };
}
