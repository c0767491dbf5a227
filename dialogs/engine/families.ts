import type { Turn } from './turn.ts';

/** Share of the routing from which a family is worth trying. */
const likelyAt = 0.4;
/** Share from which one family is worth starting with, where it has no rival: it is said back, and can be denied. */
const leadingAt = 0.3;
/** A second family is no rival when it has less than this part of the first one's share. */
const rivalPart = 0.5;
/** Share from which a family is worth being offered among others. */
const hintAt = 0.1;
const mostOffered = 6;
/** What is asked for most at a service desk: offered where the words say nothing. */
const commonest = [
  'account.password',
  'email.client',
  'printing',
  'hardware.workstation',
  'network.vpn',
  'network.wifi',
];

const ranked = (turn: Turn, words: string) => turn.kit.router.route(words, turn.state.language).candidates;

/** Families that the words may well be about: an article about another thing is no answer. */
export const likelyFamilies = (turn: Turn, words: string, least = likelyAt): readonly string[] =>
  ranked(turn, words)
    .filter(({ confidence }) => confidence >= least)
    .map(({ code }) => code);

/** The one family that the words are likely about, sure or not: a guess to be confirmed. */
export function leadingFamily(turn: Turn, words: string): string | undefined {
  const [best, second] = ranked(turn, words);
  if (!best || best.confidence < leadingAt || (second?.confidence ?? 0) >= best.confidence * rivalPart)
    return undefined;
  return best.code;
}

/** Families to choose among: those that the words hint at, then the commonest. */
export function familiesToOffer(turn: Turn, words: string): readonly string[] {
  const hinted = ranked(turn, words).filter(({ confidence }) => confidence >= hintAt);
  const usual = commonest.filter((code) => turn.kit.scripts.has(code));
  return [...new Set([...hinted.map(({ code }) => code), ...usual])].slice(0, mostOffered);
}
