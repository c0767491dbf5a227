import type { ScriptFact } from '../scripts/schema.ts';
import { readYesNo } from './answers.ts';
import { readChoice } from './choices.ts';
import { findCommand } from './commands.ts';
import { withoutCourtesy } from './courtesy.ts';
import { readEntity } from './entities/index.ts';
import type { Sites } from './facts.ts';
import { readNumber } from './numbers.ts';
import { findOption, findYesNo } from './options.ts';
import { asksMeaning, asksQuestion, asksWhy } from './questions.ts';
import { smallTalk } from './small-talk.ts';
import { words } from './text.ts';
import { saysNoHurry } from './urgency.ts';

export interface AnswerRead {
  readonly value: string;
  /** 0 to 1 */
  readonly confidence: number;
}

/** What a message answers to the question that was just asked for this fact; undefined when it is no answer. */
export function readAnswer(text: string, fact: ScriptFact, sites: Sites = []): AnswerRead | undefined {
  if (asksMeaning(text) !== undefined || asksWhy(text)) return undefined;
  const said = words(text);
  if (said.length === 0) return undefined;
  if (fact.kind === 'yes-no') return readYesNoFact(text, said, fact);
  if (fact.kind === 'choice') return readOption(text, said, fact);
  if (readYesNo(text) === 'unknown') return unknown;
  return fact.kind === 'number' ? readCount(text) : readFreeText(text, said, fact, sites);
}

const unknown: AnswerRead = { value: 'unknown', confidence: 0.9 };

function readYesNoFact(text: string, said: readonly string[], fact: ScriptFact): AnswerRead | undefined {
  const own = findYesNo(said, fact);
  const plainly = readYesNo(text);
  if (plainly !== undefined && (own === undefined || plainly === own.id)) return { value: plainly, confidence: 0.95 };
  if (own !== undefined) return { value: own.id, confidence: own.confidence };
  return fact.id === 'blocking' && saysNoHurry(text) ? { value: 'no', confidence: 0.8 } : undefined;
}

function readOption(text: string, said: readonly string[], fact: ScriptFact): AnswerRead | undefined {
  const options = fact.options ?? [];
  const labels = options.map((option) => ({ id: option.id, labels: [option.label.fr, option.label.en] }));
  const chosen = readChoice(text, labels);
  if (chosen !== undefined && chosen.confidence >= 0.8) return { value: chosen.id, confidence: chosen.confidence };
  const found = findOption(said, options);
  if (found !== undefined) return { value: found.id, confidence: found.confidence };
  if (readYesNo(text) === 'unknown') return unknown;
  return chosen === undefined ? undefined : { value: chosen.id, confidence: chosen.confidence };
}

function readCount(text: string): AnswerRead | undefined {
  const count = readNumber(text);
  if (count !== undefined) return { value: String(count), confidence: 0.9 };
  return /\b(?:moi seule?|que moi|juste moi|seulement moi|only me|just me)\b/i.test(text)
    ? { value: '1', confidence: 0.9 }
    : undefined;
}

const lead =
  /^(?:(?:alors|euh|heu|ben|bah|bon|oui|ok|well|so|um|uh|er|yes|merci|thanks|bonjour|hello|hi)[\s,.:]+)*(?:(?:je crois que |je pense que |il me semble que |i think |i believe |i guess )?(?:c['’]\s?(?:est|était)|cest|c est|ce sont|il s['’]agit d[eu']|it['’]?s|it is|it was|they are|that['’]?s|that would be|this is|il y a (?:marqué|écrit|ecrit|marque) |ça dit|ca dit|ça affiche|il dit|elle affiche|it says|the message is|le message est|le message c['’]est|celle|mon nom est)(?:\s*:\s*|\s+))?/iu;
const tail = /[\s,]*(?:svp|stp|s['’]il (?:vous|te) pla[iî]t|please|merci(?: d['’]avance)?|thanks|thank you)?[\s.!]*$/iu;
const longestAnswer = 300;

function readFreeText(text: string, said: readonly string[], fact: ScriptFact, sites: Sites): AnswerRead | undefined {
  if (isDigression(text)) return undefined;
  if (fact.entity !== undefined) {
    const value = readEntity(fact.entity, text, sites);
    if (value !== undefined) return { value, confidence: 0.95 };
    // « rien ne presse » is no date, and nothing to make a ticket urgent.
    if (fact.entity === 'deadline' && saysNoHurry(text)) return unknown;
  }
  if (smallTalk(text) !== undefined || readYesNo(text) !== undefined) return undefined;
  const trimmed = text.replace(/\s+/g, ' ').trim().replace(lead, '').replace(tail, '').slice(0, longestAnswer).trim();
  if (trimmed === '' || withoutCourtesy(said).length === 0) return undefined;
  return { value: trimmed, confidence: fact.entity === undefined ? 0.8 : 0.6 };
}

function isDigression(text: string): boolean {
  return text.includes('?') || asksQuestion(text) || findCommand(text) !== undefined;
}
