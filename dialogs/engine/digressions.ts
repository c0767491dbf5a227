import { asksMeaning, asksQuestion, asksWhy, mentionsUrgency, readOutcome, smallTalk } from '../triage/index.ts';
import { askPrompt } from './ask.ts';
import { countWords, keepWords, noteOthers } from './learning.ts';
import { asksAgain, asksWhereWeAre, isPuzzled } from './phrases.ts';
import { resume } from './resume.ts';
import { meetSecondProblem, otherFamily } from './second-problem.ts';
import { say, sayWritten, scriptOf, type Turn } from './turn.ts';

/** Questions about the question itself: « c'est écrit où ? », "how do I do that". */
const aboutThis = /(?:^|\s)(?:ça|ca|cela|où|ou|l[ae]? (?:trouve|vois|vérifie)|it|that|this|where)(?=\s|[?.!]|$)/i;

/** A question of so many words tells something of the problem. */
const tellingQuestion = 6;
const shortWhy = /^\s*(?:et |but |and )?(?:pourquoi|why)\b(?:\s+\S+){0,6}\s*\?\s*$/i;

/**
 * Words that are not an answer: a word to explain, « pourquoi ? », a question for the knowledge base, thanks, or a
 * second problem. Answered, then the script resumes where it stood. Returns false when the words are none of these.
 * `secondProblem` false: whatever is told belongs to this one.
 */
export function digress(turn: Turn, words: string, secondProblem = true): boolean {
  noteMood(turn, words);
  const term = asksMeaning(words);
  if (term !== undefined && explain(turn, term)) return true;
  if (isPuzzled(words) || asksWhy(words) || shortWhy.test(words)) {
    explainQuestion(turn);
    return true;
  }
  if (asksAgain(words)) {
    askPrompt(turn);
    return true;
  }
  if (asksWhereWeAre(words)) {
    resume(turn);
    return true;
  }
  const other = secondProblem ? otherFamily(turn, words) : undefined;
  if (other !== undefined) {
    meetSecondProblem(turn, words, other);
    return true;
  }
  // « je peux pas » is no question.
  const asks =
    (asksQuestion(words) && (words.includes('?') || readOutcome(words) === undefined)) ||
    (words.trim().endsWith('?') && countWords(words) >= 3);
  if (asks || term !== undefined) {
    answerQuestion(turn, words);
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

/** Someone out of patience gets no tip at the end. */
export function noteMood(turn: Turn, words: string): void {
  const { active } = turn.state;
  if (active && (mentionsUrgency(words) === 'angry' || smallTalk(words) === 'insult')) active.upset = true;
}

function explain(turn: Turn, term: string): boolean {
  const entry = turn.kit.explain(term, turn.state.language);
  if (!entry) return false;
  sayWritten(turn, { fr: entry.text, en: entry.text });
  askPrompt(turn, true);
  return true;
}

/** The script's own help for what is being asked; else the knowledge base. The question is kept for the technician. */
function answerQuestion(turn: Turn, words: string): void {
  const { active, language } = turn.state;
  if (active) noteOthers(turn, active, words);
  const routing = turn.kit.router.route(words, language);
  if (aboutThis.test(words) && routing.reading !== 'sure' && promptHelp(turn)) return explainQuestion(turn);
  if (active && asksMeaning(words) === undefined && countWords(words) >= tellingQuestion) keepWords(active, words);
  turn.state.awaiting = 'search';
  turn.effects.push({ type: 'search', text: words, families: active?.code ? [active.code] : [] });
}

function promptHelp(turn: Turn) {
  const { prompt, active } = turn.state;
  const script = scriptOf(turn, active);
  if (prompt?.kind === 'fact') return script?.facts.find((fact) => fact.id === prompt.factId)?.help;
  return prompt?.kind === 'step' ? script?.steps.find((step) => step.id === prompt.stepId)?.help : undefined;
}

/** What the question means and why it is asked, from the script. */
function explainQuestion(turn: Turn): void {
  const help = promptHelp(turn);
  if (help) sayWritten(turn, help);
  else say(turn, turn.state.prompt?.kind === 'ticket' ? 'why.ticket' : 'why.general');
  askPrompt(turn, true);
}
