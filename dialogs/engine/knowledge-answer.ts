import { type Draft, extractFrom, type Passage } from '../../knowledge/index.ts';
import { askPrompt } from './ask.ts';
import { likelyFamilies } from './families.ts';
import { nothingFound, opensQuestion, startLikely } from './problems.ts';
import { resume } from './resume.ts';
import { expect, say, sayWritten, type Turn, text } from './turn.ts';
import type { Event, Text } from './types.ts';

/** How sure of itself an article must be to answer what was no question. */
const plainly = 0.8;
/** Under this, the questions of the family that the words are about serve better than its article. */
const fairly = 0.55;
const hinted = 0.3;

type Found = Extract<Event, { type: 'found' }>;
type Drafted = Extract<Event, { type: 'drafted' }>;

/** What the knowledge base gave: an answer with its sources, or the honest « je n'ai rien trouvé ». */
export function answerFromKnowledge(turn: Turn, { passages, question, draftable }: Found): void {
  const { state } = turn;
  const searched = state.searched ?? '';
  const likely = state.active ? [] : likelyFamilies(turn, searched);
  const asks = state.active !== undefined || opensQuestion.test(searched) || searched.includes('?');
  const fitting = passages.filter((passage) => answersWords(turn, passage, searched, likely, asks));
  const asked = question ?? searched;
  if (fitting.length > 0 && draftable) {
    state.awaiting = 'draft';
    turn.effects.push({ type: 'draft', question: asked, passages: fitting });
    return;
  }
  const best = fitting[0];
  if (best) {
    tellExtract(turn, best, asked, undefined);
    return goOn(turn);
  }
  if (state.active) {
    say(turn, 'knowledge.nothing');
    return resume(turn);
  }
  return likely.length === 1 && state.misread === 0 ? startLikely(turn, likely[0]!) : nothingFound(turn);
}

/** The model's answer where it stands, else the extract. */
export function tellAnswer(turn: Turn, { question, passages, draft, stream }: Drafted): void {
  if (draft) tellDraft(turn, question, draft, stream);
  else if (passages[0]) tellExtract(turn, passages[0], question, stream);
  goOn(turn);
}

function goOn(turn: Turn): void {
  if (turn.state.active) return resume(turn);
  expect(turn, { kind: 'helpful' });
  askPrompt(turn);
}

function tellExtract(turn: Turn, best: Passage, question: string, stream: string | undefined): void {
  const extract = extractFrom(best, question, turn.state.language);
  const source = text('knowledge.source', { title: { data: best.title }, date: text('date', { at: best.reviewed }) });
  if (stream !== undefined) {
    const parts: Text[] = [{ written: { fr: extract, en: extract } }, source];
    turn.effects.push({ type: 'say', text: { all: parts, separator: '\n\n' }, sources: [best], stream });
    return;
  }
  sayWritten(turn, { fr: extract, en: extract }, undefined, [best]);
  turn.effects.push({ type: 'say', text: source });
}

/** Sentences are data: nothing in them is read as markup or as a placeholder (R34). */
function tellDraft(turn: Turn, question: string, { sentences, passages }: Draft, stream: string | undefined): void {
  const cited = passages.filter((_, at) => sentences.some(({ cites }) => cites.includes(at + 1)));
  const position = (cite: number): number => cited.indexOf(passages[cite - 1]!) + 1;
  const written = sentences.map(({ text: sentence, cites }): Text => {
    const marks = cites.map((cite) => `[${position(cite)}]`).join('');
    return { all: [{ data: sentence }, { written: { fr: marks, en: marks } }], separator: ' ' };
  });
  const sources = cited.map((passage, at) =>
    text('knowledge.cited', {
      position: at + 1,
      title: { data: passage.title },
      date: text('date', { at: passage.reviewed }),
    }),
  );
  const parts: Text[] = [
    { all: written, separator: ' ' },
    { all: sources, separator: '\n\n' },
    text('knowledge.drafted'),
  ];
  turn.effects.push({
    type: 'say',
    text: { all: parts, separator: '\n\n' },
    sources: cited,
    drafted: { question },
    ...(stream === undefined ? {} : { stream }),
  });
}

/** An article of another family than the words are about is no answer; nor is a doubtful one to no question. */
function answersWords(
  turn: Turn,
  { families, confidence }: Passage,
  words: string,
  likely: readonly string[],
  asks: boolean,
): boolean {
  if (likely.length > 0) return confidence >= fairly && families.some((code) => likely.includes(code));
  return asks || confidence >= plainly || likelyFamilies(turn, words, hinted).some((code) => families.includes(code));
}
