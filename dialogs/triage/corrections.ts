import type { QuestioningScript, ScriptFact } from '../scripts/schema.ts';
import { readYesNo } from './answers.ts';
import { readChoice } from './choices.ts';
import { readEntity } from './entities/index.ts';
import { isOnlyMoment } from './entities/moment.ts';
import type { FactRead, Sites } from './facts.ts';
import { findOption, findYesNo } from './options.ts';
import { phraseBook } from './phrases.ts';
import { words } from './text.ts';

const markers = phraseBook([
  [
    'correction',
    [
      'en fait',
      'en realite',
      'finalement',
      'au final',
      'non cest plutot',
      'cest plutot',
      'ou plutot',
      'plutot',
      'non pardon',
      'pardon cest',
      'je me suis trompe/trompee',
      'je me trompe',
      'je me suis plante',
      'erreur de ma part',
      'je voulais dire',
      'je veux dire',
      'jai mal dit',
      'je ai mal dit',
      'je ai dit une betise',
      'je me corrige',
      'correction',
      'rectification',
      'au lieu de',
      'et pas',
      'cest pas * cest',
      'cetait pas * cetait',
      'non attendez',
      'attendez non',
      'ah non',
      'oups',
      'toute reflexion faite',
      'apres verification',
      'je viens de verifier',
      'a vrai dire',
      'actually',
      'i meant',
      'i mean',
      'sorry its',
      'sorry it was',
      'sorry not',
      'no wait',
      'wait no',
      'wait its',
      'my mistake/bad',
      'i was wrong',
      'in fact',
      'on second thought',
      'rather',
      'correction',
      'i misspoke',
      'i got that wrong',
      'come to think of it',
      'its not * its',
      'its * not',
      'instead of',
      'scratch that',
      'oops',
      'turns out',
    ],
  ],
]);
/** « c'est pas blanc, c'est très pâle »: what is said after the denial is the new value. */
const contradiction =
  /(?:c['’\s]?(?:est|était)|cest|it['’]?s|it is|it was|they['’]?re)\s+(?:pas|not|n['’]est pas)\s+[^,;.]{1,60}?[,;.]?\s+(?:mais\s+|but\s+)?(?:c['’\s]?(?:est|était)|cest|plut[oô]t|it['’]?s|it is|it was|they['’]?re|rather)\s+(?<after>.+)$/iu;
/** « non c'est en 4G »: no marker of its own, yet an earlier choice is said otherwise. */
const otherwise =
  /^\s*(?:non|no|nope)[\s,]+(?:c['’ ]?est|cest|it['’]?s|it is|je suis|i['’]?m|i am)\s+(?!pas\b|not\b)(?<told>.+)$/iu;
const longestCorrection = 30;

/**
 * A change of an earlier answer in plain words. It needs a marker (« en fait », "I meant") or an unmistakable
 * contradiction, and a value that belongs to one fact already known (or, failing that, to one fact of the script).
 */
export function readCorrection(
  text: string,
  script: QuestioningScript,
  known: ReadonlySet<string>,
  sites: Sites = [],
): FactRead | undefined {
  const said = words(text);
  if (said.length === 0 || said.length > longestCorrection) return undefined;
  const after = contradiction.exec(text)?.groups?.after;
  const marker = markers.locate(said);
  if (after === undefined && marker === undefined) return readOtherwise(text, script, known);
  if (after === undefined) return readChange(text, script, known, sites);
  return (
    readChange(after, script, known, sites) ??
    readOtherTime(after, script, known) ??
    readChange(text, script, known, sites)
  );
}

/** The problem itself is not changed by so little: « non, c'est lent » is how a step went. */
function readOtherwise(text: string, script: QuestioningScript, known: ReadonlySet<string>): FactRead | undefined {
  const told = words(otherwise.exec(text)?.groups?.told ?? '');
  const [, ...others] = script.facts.filter((fact) => fact.options !== undefined && fact.ask !== undefined);
  const found = others.flatMap((fact) => {
    const option = known.has(fact.id) ? findOption(told, fact.options!) : undefined;
    return option === undefined ? [] : [{ id: fact.id, value: option.id }];
  });
  return found.length === 1 ? found[0] : undefined;
}

/** « c'est pas hier, c'est mardi »: since when, without its « depuis ». */
function readOtherTime(after: string, script: QuestioningScript, known: ReadonlySet<string>): FactRead | undefined {
  const fact = script.facts.find(({ id, entity }) => known.has(id) && (entity === 'since' || entity === 'past'));
  if (fact === undefined || !isOnlyMoment(after)) return undefined;
  const bare = after.replace(/[\s.!]+$/, '');
  if (fact.entity === 'past') return { id: fact.id, value: bare };
  return {
    id: fact.id,
    value: readEntity('since', `${/day$|^(?:last|this)/i.test(bare) ? 'since' : 'depuis'} ${bare}`) ?? bare,
  };
}

function readChange(
  text: string,
  script: QuestioningScript,
  known: ReadonlySet<string>,
  sites: Sites,
): FactRead | undefined {
  const said = words(text);
  const found = script.facts.flatMap((fact) => {
    const value = changedValue(text, said, fact, sites);
    return value === undefined ? [] : [{ id: fact.id, value, read: fact.entity !== undefined }];
  });
  const weightOf = (fact: { value: string; read: boolean }) => (fact.read ? fact.value.length : 100);
  // « l'imprimante du 3e » names a floor too: the fuller value is what was meant.
  const earlier = found.filter((fact) => known.has(fact.id)).sort((one, other) => weightOf(other) - weightOf(one));
  const change = earlier[0] ?? (found.length === 1 ? found[0] : undefined);
  return change === undefined ? undefined : { id: change.id, value: change.value };
}

function changedValue(text: string, said: readonly string[], fact: ScriptFact, sites: Sites): string | undefined {
  if (fact.kind === 'choice') return optionOf(text, said, fact);
  if (fact.kind === 'yes-no') return findYesNo(said, fact)?.id;
  return fact.entity === undefined ? undefined : readEntity(fact.entity, text, sites);
}

function optionOf(text: string, said: readonly string[], fact: ScriptFact): string | undefined {
  const options = fact.options ?? [];
  const found = findOption(said, options);
  if (found !== undefined) return found.id;
  if (readYesNo(text) !== undefined) return undefined;
  const labels = options.map((option) => ({ id: option.id, labels: [option.label.fr, option.label.en] }));
  const chosen = readChoice(text, labels);
  return chosen !== undefined && chosen.confidence >= 0.75 ? chosen.id : undefined;
}
