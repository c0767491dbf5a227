import { parseReference } from '../escalation/reference.ts';
import { asksWhy, type Command, findCommand, mentionsDistress, smallTalk } from '../triage/index.ts';
import { readActionAnswer } from './action-answer.ts';
import { answer } from './answers.ts';
import { askPrompt } from './ask.ts';
import { keepAttachments } from './attachments.ts';
import { askAboutCampaigns } from './campaigns.ts';
import { runCommand } from './commands.ts';
import { noteMood } from './digressions.ts';
import { answersExercise } from './exercise-answer.ts';
import { callHuman } from './human.ts';
import { readLanguage } from './language.ts';
import { countWords, takeAlong } from './learning.ts';
import { readMeToo } from './outage-answer.ts';
import { stateOutages } from './outages.ts';
import { asksToSend } from './phrases.ts';
import { describe } from './problems.ts';
import { replyToTechnician } from './reply.ts';
import { recallThread } from './resume.ts';
import { askForAction, isActionPrompt } from './self-service.ts';
import { expect, say, type Turn } from './turn.ts';
import { isLabel } from './typed.ts';
import type { Event } from './types.ts';
import { notePreference } from './wishes.ts';

/** A pause after which the thread is recalled before going on (DESIGN §6.1). */
export const pauseBeforeRecap = 30 * 60_000;

/** A message in a person's words: what it brings along, then a reference, a command, an answer or a problem. */
export function readMessage(turn: Turn, event: Extract<Event, { type: 'message' }>, pause: number): void {
  const { state } = turn;
  const understood = readLanguage(turn, event.text, event.locale);
  const distress = mentionsDistress(event.text);
  if (distress) return answerHumanely(turn, distress);
  const greeting = !state.introduced || pause > pauseBeforeRecap || smallTalk(event.text) === 'greeting';
  stateOutages(turn, { greeting });
  if (!state.introduced) introduce(turn, event.givenName);
  if (event.masked && event.masked.length > 0) {
    say(turn, event.masked.includes('password') ? 'masked.password' : 'masked.other');
  }
  if (event.shortened) say(turn, 'message.shortened');
  if (event.attachments && event.attachments.length > 0 && keepAttachments(turn, event.attachments, event.text)) return;
  if (event.text.trim() === '') {
    if (!state.prompt) expect(turn, { kind: 'describe' });
    return askPrompt(turn);
  }
  const reference = findReference(event.text);
  if (reference) {
    state.quoted = reference;
    state.awaiting = 'tickets';
    turn.effects.push({ type: 'findTickets' });
    return;
  }
  if (askAboutCampaigns(turn, event.text)) return;
  const command = isLabel(turn, event.text) ? undefined : (findCommand(event.text) ?? impliedCommand(turn, event.text));
  if (command) {
    takeAlong(turn, event.text);
    return runCommand(turn, command, event.text);
  }
  if (!understood) {
    say(turn, 'language.other');
    return askPrompt(turn, true);
  }
  if (answersExercise(turn, event.text)) return;
  if (readMeToo(turn, event.text)) return;
  if (!isLabel(turn, event.text) && askForAction(turn, event.text)) return;
  if (pause > pauseBeforeRecap) recallThread(turn);
  if (state.prompt && isActionPrompt(state.prompt)) return readActionAnswer(turn, event.text);
  if (replyToTechnician(turn, event.text)) return;
  if (notePreference(turn, event.text)) return;
  const { prompt } = state;
  if ((prompt?.kind === 'fact' || prompt?.kind === 'step') && asksToSend(event.text)) return callHuman(turn);
  if (prompt) return answer(turn, event.text);
  describe(turn, event.text);
  noteMood(turn, event.text);
}

/** While something is being asked, what might be a command is more likely an answer. */
const plainly = 0.85;
const fewestWords = 4;

/** « quelqu'un de vivant, je vous prie »: a command in words that no list holds. */
function impliedCommand({ kit, state: { prompt, language } }: Turn, words: string): Command | undefined {
  const asked = prompt !== undefined && prompt.kind !== 'describe';
  if (asked && (countWords(words) < fewestWords || asksWhy(words))) return undefined;
  const { command } = kit.router.route(words, language);
  if (!command || (asked && command.confidence < plainly)) return undefined;
  return command.name === 'language' ? whichLanguage(words) : command.name;
}

function whichLanguage(words: string): Command {
  if (/angl|engl/i.test(words)) return 'language:en';
  return /fran|fren/i.test(words) ? 'language:fr' : 'language';
}

/**
 * Distress, harassment or a threat (R39): humane words and the numbers of people who can help. Nothing is routed,
 * asked, ticketed or kept, and the conversation stays where it was.
 */
function answerHumanely(turn: Turn, kind: NonNullable<ReturnType<typeof mentionsDistress>>): void {
  turn.effects.push({ type: 'forget' });
  say(turn, `distress.${kind}`);
}

/** The first contact says that this is a bot (EU AI Act, article 50; R36). */
export function introduce(turn: Turn, givenName: string | undefined): void {
  turn.state.introduced = true;
  say(turn, 'introduction', { name: givenName ? { all: [{ data: ' ' }, { data: givenName }], separator: '' } : '' });
}

/** A ticket reference that the employee quotes, and what they say besides it. */
function findReference(words: string): { reference: string; words: string } | undefined {
  const quoted = /\bGU[\s-]?20\d\d[\s-]?\d{1,9}\b/i.exec(words);
  const reference = quoted && parseReference(quoted[0]);
  if (!reference) return undefined;
  const rest = words.replace(quoted[0], ' ').replace(/\s+/g, ' ').trim();
  // « où en est GU-2026-000123 ? » asks; « GU-2026-000123 : c'est aussi arrivé à Karim » adds.
  const asks = rest.length < 12 || rest.includes('?') || findCommand(rest) === 'status';
  return { reference, words: asks ? '' : rest.replace(/^[\s:,;–-]+/, '') };
}
