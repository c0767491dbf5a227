import type { QuestioningScript, ScriptFact } from '../scripts/schema.ts';
import { isLight } from './choices.ts';
import { isOnlyMoment, saysWhen } from './entities/moment.ts';
import { isOnlyNumber, isOnlyPeople, saysHowMany } from './entities/people.ts';
import type { FactRead } from './facts.ts';
import { findOption } from './options.ts';
import { sameWord } from './same-word.ts';
import { words } from './text.ts';

export type Slot = 'moment' | 'people' | 'place' | 'name' | 'words' | 'number';

const slots: Readonly<Record<NonNullable<ScriptFact['entity']>, Slot>> = {
  since: 'moment',
  deadline: 'moment',
  date: 'moment',
  past: 'moment',
  people: 'people',
  persons: 'people',
  site: 'place',
  floor: 'place',
  room: 'place',
  printer: 'place',
  host: 'name',
  'email-address': 'name',
  phone: 'number',
  device: 'number',
  'error-code': 'number',
  application: 'words',
  file: 'words',
};

/** What an answer to this question must be; undefined where anything may be one. */
export function slotOf(fact: ScriptFact): Slot | undefined {
  if (fact.kind !== 'text') return undefined;
  return fact.fits ?? (fact.entity && slots[fact.entity]);
}

/** Whether words said where this was asked plainly answer something else (« hier à 18 h » to « combien ? »). */
export function misfits(text: string, fact: ScriptFact, script: QuestioningScript): boolean {
  switch (slotOf(fact)) {
    case undefined:
      return false;
    case 'moment':
      return !saysWhen(text) || isOnlyPeople(text);
    case 'people':
      return !saysHowMany(text) || isOnlyMoment(text);
    case 'place':
      return isOnlyPeople(text) || (fact.fits !== 'place' && isOnlyMoment(text)) || isElsewhere(text, fact, script);
    case 'name':
      return isOnlyMoment(text) || isOnlyPeople(text) || isOnlyNumber(text) || isElsewhere(text, fact, script);
    case 'words':
      return isOnlyMoment(text) || isOnlyPeople(text) || isOnlyNumber(text);
    case 'number':
      return isOnlyMoment(text) || isOnlyPeople(text) || isElsewhere(text, fact, script);
  }
}

const isElsewhere = (text: string, asked: ScriptFact, script: QuestioningScript): boolean =>
  script.facts.some((fact) => fact.id !== asked.id && isWholeOption(text, fact));

/** « que moi », "everyone": the whole message is an option of a question. */
export function isWholeOption(text: string, fact: ScriptFact): boolean {
  if (fact.kind !== 'choice') return false;
  const said = words(text);
  const found = findOption(said, fact.options ?? []);
  const option = fact.options?.find(({ id }) => id === found?.id);
  if (option === undefined) return false;
  const phrases = [...Object.values(option.label), ...(option.words?.fr ?? []), ...(option.words?.en ?? [])];
  const known = phrases.flatMap((phrase) => words(phrase));
  return said.every((word) => isLight(word) || known.some((other) => sameWord(word, other)));
}

/** Values of other questions of the script that the whole message is: a moment, or a number. */
export function readForOthers(text: string, asked: ScriptFact, script: QuestioningScript): readonly FactRead[] {
  const slot = isOnlyMoment(text) ? 'moment' : isOnlyPeople(text) || isOnlyNumber(text) ? 'people' : undefined;
  if (slot === undefined) return [];
  const other = script.facts.find(
    (fact) => fact.id !== asked.id && fact.ask !== undefined && slotOf(fact) === slot && fact.entity !== 'deadline',
  );
  return other === undefined ? [] : [{ id: other.id, value: text.replace(/\s+/g, ' ').trim() }];
}
