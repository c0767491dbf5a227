import fc from 'fast-check';
import type { Content } from '../../bot/content.ts';
import type { QuestioningScript } from '../../dialogs/scripts/schema.ts';
import type { Language } from '../../knowledge/index.ts';
import { EngineChat, type PlayerEvent, shippedContent } from './engine.ts';
import { Watch } from './player-watch.ts';

/** What a random employee does in one turn; `pick` decides among what is possible there. */
export interface Move {
  readonly kind: (typeof kinds)[number];
  readonly pick: number;
}

export interface Play {
  readonly code: string;
  readonly language: Language;
  readonly opening: number;
  readonly moves: readonly Move[];
}

const kinds = [
  ...['press', 'press', 'press', 'press', 'type', 'type', 'correct', 'correct'],
  ...['digress', 'command', 'vague', 'second', 'attach', 'edit', 'pause', 'stale', 'technician', 'wish'],
] as const;

const phrases = {
  fr: {
    digress: [
      "c'est quoi un pdf ?",
      'pourquoi cette question ?',
      'comment je change mon mot de passe ?',
      'merci',
      'bonjour',
      "c'est n'importe quoi",
      'on en était où ?',
      'je ne comprends pas',
      "où c'est écrit ?",
    ],
    command: [
      'aide',
      'mes données',
      'où en est mon ticket ?',
      'in english please',
      'mode texte',
      'mode cartes',
      'un humain',
      'annuler',
      'recommencer',
    ],
    vague: [
      'je ne sais pas',
      'ça marche pas',
      'blorg zumba',
      'oui',
      'non',
      'oui mais pas toujours, ça dépend du jour et du document',
      '👍',
      'pareil',
      'les deux',
    ],
    wish: ['par écrit seulement', 'je suis en fauteuil roulant', 'je ne peux pas toucher aux câbles'],
  },
  en: {
    digress: [
      'what is a hotspot?',
      'why do you ask?',
      'how do I change my password?',
      'thanks',
      'hello',
      'this is ridiculous',
      'where were we?',
      "I don't understand",
      'where is that written?',
    ],
    command: [
      'help',
      'my data',
      'status of my ticket',
      'en français',
      'plain mode',
      'card mode',
      'a human',
      'cancel',
      'start again',
    ],
    vague: [
      "I don't know",
      "it doesn't work",
      'blorg zumba',
      'yes',
      'no',
      'yes but not always, it depends on the day and on the document',
      '👍',
      'same',
      'both',
    ],
    wish: ['in writing only please', 'I am in a wheelchair', "I can't touch the cables"],
  },
} as const;

const at = <T>(list: readonly T[], pick: number): T => list[pick % list.length]!;

/** A turn of a player who will not make it easy. */
function mischief(chat: EngineChat, content: Content, { kind, pick }: Move): { event: PlayerEvent; pause?: number } {
  const { state } = chat;
  const { language, active } = state;
  const message = (text: string, attachments?: readonly string[]): { event: PlayerEvent } => ({
    event: { type: 'message', text, ...(attachments ? { attachments } : {}) },
  });
  switch (kind) {
    case 'press':
    case 'type': {
      const choices = chat.choices();
      if (choices.length === 0) return message(openWords(content, chat, pick));
      const choice = at(choices, pick);
      return kind === 'press' ? { event: { type: 'chosen', choice: choice.id } } : message(choice.label);
    }
    case 'correct':
      return message(correction(active && content.kit.scripts.get(active.code ?? ''), language, pick));
    case 'second': {
      const script = at([...content.kit.scripts.values()], pick);
      return message(`${language === 'fr' ? 'et aussi' : 'also'} ${at(script.examples[language], pick)}`);
    }
    case 'attach':
      return message(pick % 2 === 0 ? '' : at(phrases[language].vague, pick), ['capture.png']);
    case 'edit':
      return { event: { type: 'edited', text: openWords(content, chat, pick) } };
    case 'pause':
      return { ...message(at(phrases[language].digress, pick)), pause: (1 + (pick % 96)) * 3600_000 };
    case 'stale':
      return { event: { type: 'stale' } };
    case 'technician': {
      const reference = chat.tickets[0]?.reference;
      if (!reference) return message('GU-2026-000999');
      return { event: { type: 'ticketResolved', reference, by: 'Karim', resolution: 'Toner' } };
    }
    default:
      return message(at(phrases[language][kind], pick));
  }
}

/** « en fait, c'est par câble » */
function correction(script: QuestioningScript | undefined, language: Language, pick: number): string {
  const options = (script?.facts ?? []).flatMap((fact) => (fact.ask ? (fact.options ?? []) : []));
  const label = options.length === 0 ? '?' : at(options, pick).label[language];
  return language === 'fr' ? `en fait c'est ${label}` : `actually it's ${label}`;
}

/** Something to say where there is nothing to press: an answer, or a problem. */
function openWords(content: Content, { state }: EngineChat, pick: number): string {
  const script = content.kit.scripts.get(state.active?.code ?? '') ?? at([...content.kit.scripts.values()], pick);
  return at(script.examples[state.language], pick);
}

/** The same player, out of mischief: answers what is asked until everything is done. */
function cooperate(chat: EngineChat, content: Content, pick: number): PlayerEvent {
  const prompt = chat.state.prompt?.kind;
  const choices = chat.choices();
  const wanted = {
    ticket: pick % 3 === 0 ? 'cancel' : 'send',
    secondProblem: 'later',
    judge: 'fixed',
    addition: 'add',
  };
  const id = wanted[prompt as keyof typeof wanted];
  const chosen = choices.find((choice) => choice.id === id) ?? (choices.length > 0 ? at(choices, pick) : undefined);
  if (chosen) return { type: 'chosen', choice: chosen.id };
  return { type: 'message', text: openWords(content, chat, pick) };
}

const mostTurns = 60;

/** Plays one conversation to its end. Throws an error that tells the conversation and what was wrong in it. */
export function playOut(
  content: Content,
  play: Play,
): { readonly turns: number; readonly outcomes: readonly string[] } {
  const chat = new EngineChat(content, play.language);
  const watch = new Watch(content, chat);
  const script = content.kit.scripts.get(play.code)!;
  watch.play({ type: 'message', text: at(script.examples[play.language], play.opening) });
  for (const move of play.moves) {
    const { event, pause } = mischief(chat, content, move);
    watch.play(event, pause);
  }
  for (let turn = 0; chat.isOpen(); turn += 1) {
    const open = 1 + chat.state.parked.length + (chat.state.toJudge?.length ?? 0);
    if (turn > mostTurns + 30 * open) watch.fail(`no end after ${turn} answers`);
    watch.play(cooperate(chat, content, play.opening + turn));
  }
  return { turns: watch.turns, outcomes: watch.outcomes };
}

/** Any conversation with any of the scripts. */
export const anyPlay = (content: Content): fc.Arbitrary<Play> =>
  fc.record({
    code: fc.constantFrom(...content.kit.scripts.keys()),
    language: fc.constantFrom<Language>('fr', 'en'),
    opening: fc.nat(1000),
    moves: fc.array(fc.record({ kind: fc.constantFrom(...kinds), pick: fc.nat(1000) }), { maxLength: 20 }),
  });

export interface Proof {
  readonly runs: number;
  readonly turns: number;
  readonly longest: number;
  /** How requests ended, and how often. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/**
 * Plays random conversations with the shipped scripts. Throws with the shortest conversation that goes wrong, and the
 * seed and path that repeat it.
 */
export async function proveScripts({ runs, seed }: { runs: number; seed?: number }): Promise<Proof> {
  const content = await shippedContent();
  const outcomes: Record<string, number> = {};
  let [turns, longest] = [0, 0];
  fc.assert(
    fc.property(anyPlay(content), (play) => {
      const played = playOut(content, play);
      turns += played.turns;
      longest = Math.max(longest, played.turns);
      for (const outcome of played.outcomes) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  );
  return { runs, turns, longest, outcomes };
}
