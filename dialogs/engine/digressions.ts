import { asksMeaning, asksQuestion, asksWhy, smallTalk } from '../triage/index.ts';
import { askPrompt } from './ask.ts';
import { resume } from './commands.ts';
import { expect, say, sayWritten, scriptOf, type Turn } from './turn.ts';

/**
 * Words that are not an answer: a word to explain, « pourquoi ? », a question for the knowledge base, thanks, or a
 * second problem. Answered, then the script resumes where it stood. Returns false when the words are none of these.
 */
export function digress(turn: Turn, words: string): boolean {
  const { state } = turn;
  const term = asksMeaning(words);
  if (term !== undefined && explain(turn, term)) return true;
  if (asksWhy(words)) return explainQuestion(turn);
  const routing = turn.kit.router.route(words, state.language);
  if (
    state.active?.code &&
    routing.reading === 'sure' &&
    routing.predicted !== state.active.code &&
    words.trim().length > 12
  ) {
    if (!asksQuestion(words)) {
      expect(turn, { kind: 'secondProblem', words, code: routing.predicted });
      askPrompt(turn);
      return true;
    }
  }
  if (asksQuestion(words) || term !== undefined) {
    state.awaiting = 'search';
    turn.effects.push({ type: 'search', text: words, families: state.active?.code ? [state.active.code] : [] });
    return true;
  }
  const chat = smallTalk(words);
  if (chat && chat !== 'acknowledgement') {
    say(turn, `smallTalk.${chat}`);
    resume(turn);
    return true;
  }
  return false;
}

function explain(turn: Turn, term: string): boolean {
  const entry = turn.kit.explain(term, turn.state.language);
  if (!entry) return false;
  sayWritten(turn, { fr: entry.text, en: entry.text });
  askPrompt(turn);
  return true;
}

/** What the question means and why it is asked, from the script. */
function explainQuestion(turn: Turn): boolean {
  const { prompt, active } = turn.state;
  const script = scriptOf(turn, active);
  const help =
    prompt?.kind === 'fact'
      ? script?.facts.find((fact) => fact.id === prompt.factId)?.help
      : prompt?.kind === 'step'
        ? script?.steps.find((step) => step.id === prompt.stepId)?.help
        : undefined;
  if (help) sayWritten(turn, help);
  else say(turn, 'why.general');
  askPrompt(turn);
  return true;
}
