import { readNumbers } from '../campaigns/marking.ts';
import { isQuestion, type Screen } from '../campaigns/screens.ts';
import { readYesNo } from '../triage/index.ts';
import { askPrompt } from './ask.ts';
import { digress } from './digressions.ts';
import { chooseInExercise, handIn, postpone, putInOrder, setAside, tellWhy } from './exercise.ts';
import { notKnown } from './exercise-explain.ts';
import { currentScreen, marksOf, remaining } from './exercise-question.ts';
import { asksWhyMe, exerciseWord } from './exercise-words.ts';
import { countWords } from './learning.ts';
import { describe } from './problems.ts';
import { say, type Turn } from './turn.ts';
import { readTyped } from './typed.ts';

/** Words that plainly answer an exercise; false when they are something else. */
export function answersExercise(turn: Turn, words: string): boolean {
  const { prompt } = turn.state;
  if (prompt?.kind !== 'exercise') return false;
  const current = currentScreen(turn);
  if (!current) return false;
  const { campaign, screens, screen } = current;
  const word = exerciseWord(words);
  if (word === 'later') {
    postpone(turn);
    return true;
  }
  if (asksWhyMe(words)) {
    tellWhy(turn, campaign);
    askPrompt(turn);
    return true;
  }
  if (prompt.step === 'screen') {
    if (word === 'unknown' && isQuestion(screen)) {
      turn.effects.push({ type: 'forget' });
      handIn(turn, campaign, screens, screen, [notKnown]);
      return true;
    }
    const marks = readMarks(screen, words, word);
    if (marks) {
      turn.effects.push({ type: 'forget' });
      handIn(turn, campaign, screens, screen, marks);
      return true;
    }
    if (screen.type === 'order') {
      const left = remaining(turn, screen);
      const places = readNumbers(words, left.length);
      if (places && places.length > 1) {
        turn.effects.push({ type: 'forget' });
        putInOrder(
          turn,
          screen,
          campaign,
          screens,
          places.map((at) => left[at]!.id),
        );
        return true;
      }
    }
  }
  const goesOn = prompt.step === 'next' || (prompt.step === 'screen' && screen.type === 'text');
  if (goesOn && word === 'next') {
    chooseInExercise(turn, 'next');
    return true;
  }
  if (prompt.step === 'resume' && readYesNo(words) !== undefined) {
    chooseInExercise(turn, readYesNo(words) === 'yes' ? 'resume' : 'later');
    return true;
  }
  const said = readTyped(turn, words);
  // « Valider » hands in marks, which typed words do not carry.
  if (said === undefined || said === 'marked') return false;
  chooseInExercise(turn, said);
  return true;
}

/** « 1 3 », « aucun », « tous » where several things may be marked. */
function readMarks(screen: Screen, words: string, word: ReturnType<typeof exerciseWord>): string[] | undefined {
  const items = marksOf(screen);
  if (items.length === 0) return undefined;
  if (word === 'none') return [];
  if (word === 'all') return items.map(({ id }) => id);
  return readNumbers(words, items.length)?.map((at) => items[at]!.id);
}

/** A problem is told in so many words at least. */
const fewestWords = 3;

/** Words at an exercise that do not answer it: a word to explain, a problem that comes first, or asked once more. */
export function readExercise(turn: Turn, words: string): void {
  const { state } = turn;
  const plain = turn.kit.router.route(words, state.language).reading === 'sure';
  if (!plain && digress(turn, words, false)) return;
  // A word or two are an answer gone astray; only what tells something is read as a problem.
  if (!plain && (state.misread === 0 || countWords(words) < fewestWords)) {
    say(turn, 'campaign.misread');
    state.misread = 1;
    return askPrompt(turn);
  }
  setAside(turn);
  describe(turn, words);
}
