import type { ScriptFact, ScriptOption } from '../scripts/schema.ts';
import { exceptionAt, type Mention, mentionsOf } from './mentions.ts';

export interface OptionFound {
  readonly id: string;
  readonly confidence: number;
}

interface Candidate {
  readonly id: string;
  readonly mention: Mention;
}

const goesWell = new Set(
  'marche marchent fonctionne fonctionnent imprime imprime impriment peut peuvent arrive arrivent bien ok works work fine can prints working'.split(
    ' ',
  ),
);

/** The one option of which the words are said and not denied; undefined when none or several are. */
export function findOption(said: readonly string[], options: readonly ScriptOption[]): OptionFound | undefined {
  const candidates = options.flatMap((option) => mentionsOfOption(said, option));
  const kept = withoutExceptions(said, candidates);
  const outer = kept.filter((one) => !kept.some((other) => other.id !== one.id && covers(other.mention, one.mention)));
  const ids = new Set(outer.map((candidate) => candidate.id));
  if (ids.size !== 1) return undefined;
  const exact = outer.some((candidate) => candidate.mention.exact);
  return { id: outer[0]!.id, confidence: exact ? 0.9 : 0.75 };
}

function mentionsOfOption(said: readonly string[], option: ScriptOption): Candidate[] {
  const phrases = [option.label.fr, option.label.en, ...(option.words?.fr ?? []), ...(option.words?.en ?? [])];
  return phrases.flatMap((phrase) =>
    mentionsOf(said, phrase)
      .filter((mention) => !mention.negated)
      .map((mention) => ({ id: option.id, mention })),
  );
}

function covers(outer: Mention, inner: Mention): boolean {
  const longer = outer.to - outer.from > inner.to - inner.from;
  return longer && outer.from <= inner.from && outer.to >= inner.to;
}

/**
 * « tout le monde sauf moi »: what stands on either side of an exception is not concluded, unless it is said that the
 * others do well (« tout le monde imprime sauf moi »), which singles out what comes after.
 */
function withoutExceptions(said: readonly string[], candidates: readonly Candidate[]): readonly Candidate[] {
  const at = exceptionAt(said);
  if (at < 0) return candidates;
  const othersDoWell = said.slice(0, at).some((word, index) => goesWell.has(word) && said[index + 1] !== 'pas');
  if (!othersDoWell) return candidates.filter(({ mention }) => mention.to < at - 3 || mention.from > at + 3);
  return candidates.filter(({ mention }) => mention.from > at || mention.to < at - 3);
}

/** Yes or no to a yes-no fact, from its own ways of saying so. A denied yes is a no; a denied no tells nothing. */
export function findYesNo(said: readonly string[], fact: ScriptFact): OptionFound | undefined {
  const yes = [...(fact.yes?.fr ?? []), ...(fact.yes?.en ?? [])].flatMap((phrase) => mentionsOf(said, phrase));
  const no = [...(fact.no?.fr ?? []), ...(fact.no?.en ?? [])].flatMap((phrase) => mentionsOf(said, phrase));
  const saysNo = no.filter((mention) => !mention.negated);
  const saysYes = yes.filter((mention) => !mention.negated && !saysNo.some((other) => covers(other, mention)));
  if (saysYes.length > 0 && saysNo.length > 0) return undefined;
  if (saysYes.length > 0) return { id: 'yes', confidence: 0.85 };
  if (saysNo.length > 0) return { id: 'no', confidence: 0.85 };
  return yes.length > 0 ? { id: 'no', confidence: 0.7 } : undefined;
}
