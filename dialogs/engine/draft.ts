import type { Localised } from '../../knowledge/index.ts';
import { priorityOf } from '../escalation/priority.ts';
import type { Level, TicketDraft } from '../escalation/types.ts';
import type { QuestioningScript } from '../scripts/schema.ts';
import { holds } from './conditions.ts';
import { scriptOf, type Turn } from './turn.ts';
import type { Fact, SupportRequest, Text } from './types.ts';
import { factParameters, fillTitle, valueText } from './wording.ts';

type Rule = { when?: QuestioningScript['impact'][number]['when']; value: Level };

const firstMatch = (rules: readonly Rule[], facts: readonly Fact[]): Level =>
  rules.find((rule) => holds(rule.when, facts))?.value ?? 3;

/**
 * The ticket as it stands: every fact with its source, every step with its outcome, priority from impact and urgency
 * (ITIL). Labels are in the employee's language.
 */
export function draftTicket(turn: Turn, request: SupportRequest): TicketDraft {
  const script = scriptOf(turn, request);
  const { language } = turn.state;
  const impact: Level = script ? firstMatch(script.impact, request.facts) : 3;
  const asTold: Level = script ? firstMatch(script.urgency, request.facts) : 2;
  // With a workaround people work again: the definitive fix can wait a little.
  const urgency: Level = request.reason === 'workaround' && asTold === 1 ? 2 : asTold;
  const group =
    script?.groups?.find((each) => holds(each.when, request.facts))?.group ??
    script?.group ??
    turn.kit.organisation.defaultGroup;
  return {
    kind: script?.kind?.find((each) => holds(each.when, request.facts))?.value ?? 'incident',
    category: request.code ?? 'unclassified',
    title: shorten(title(turn, request, script), 80),
    summary: summary(turn, request, script),
    impact,
    urgency,
    priority: priorityOf(impact, urgency),
    group,
    language,
    facts: [
      ...(request.affected === undefined ? [] : [affectedPerson(turn, request.affected)]),
      ...(script ? draftFacts(turn, request, script) : []),
      ...request.notes.map((note, index) => ({
        id: `note-${index + 1}`,
        label: plain(turn, { key: 'ticket.note' }),
        value: note,
        source: 'said' as const,
      })),
    ],
    steps: [
      ...request.steps.flatMap((tried) => {
        const step = script?.steps.find((each) => each.id === tried.stepId);
        return step ? [{ instruction: writeScript(turn, request, step.instruction), outcome: tried.outcome }] : [];
      }),
      ...(request.verified ?? []).map(({ told, done }) => ({
        instruction: oneLine(plain(turn, told)).replaceAll('**', ''),
        outcome: done ? ('worked' as const) : ('did_not_work' as const),
        source: 'verified' as const,
      })),
    ],
    offered: (script?.meanwhile ?? [])
      .filter((each) => request.said.includes(each.id))
      .map((each) => writeScript(turn, request, each.say)),
    preferences: (turn.state.preferences ?? []).map((id) => plain(turn, { key: `preference.${id}` })),
    reason: request.reason ?? 'asked',
    ...(request.linkedTo === undefined ? {} : { linkedRequestId: request.linkedTo }),
  };
}

/** The ticket as it goes: also in the technicians' language, where the employee speaks the other. */
export function draftForSending(turn: Turn, request: SupportRequest): TicketDraft {
  const draft = draftTicket(turn, request);
  const { deskLanguage } = turn.kit.organisation;
  if (deskLanguage === draft.language) return draft;
  const theirs = { ...turn, state: { ...turn.state, language: deskLanguage } };
  const { title, summary, facts, steps, offered, preferences } = draftTicket(theirs, request);
  return { ...draft, forTechnicians: { title, summary, facts, steps, offered, preferences } };
}

const affectedPerson = (turn: Turn, who: string): TicketDraft['facts'][number] => ({
  id: 'affected-person',
  label: plain(turn, { key: 'ticket.affected' }),
  value: who,
  source: 'said',
});

function draftFacts(turn: Turn, request: SupportRequest, script: QuestioningScript): TicketDraft['facts'] {
  const declared = script.facts.flatMap((definition) => {
    const fact = request.facts.find((each) => each.id === definition.id);
    // That a step could not be tried is among the steps; as a fact it says nothing.
    if (fact?.source === 'inferred' && fact.value === 'unknown' && !fact.unread) return [];
    return fact ? [{ fact, label: definition.label[turn.state.language] }] : [];
  });
  return declared.map(({ fact, label }) => ({
    id: fact.id,
    label,
    value: plain(turn, valueText(script, fact)),
    source: fact.source,
  }));
}

function title(turn: Turn, request: SupportRequest, script: QuestioningScript | undefined): string {
  const words = oneLine(request.words);
  if (!script) return words.split(' ').length > 3 ? words : plain(turn, { key: 'ticket.untitled' });
  const value = (name: string): string | undefined => {
    const fact = request.facts.find((each) => each.id === name);
    return fact && fact.value !== 'unknown' ? withinSentence(plain(turn, valueText(script, fact))) : undefined;
  };
  return fillTitle(script.ticketTitle[turn.state.language], value);
}

/** What was said, label by label, for whoever reads the ticket: « Symptôme : … · Depuis : … ». */
function sayFacts(turn: Turn, request: SupportRequest, script: QuestioningScript): string {
  const said = script.facts.flatMap((definition) => {
    const fact = request.facts.find((each) => each.id === definition.id);
    if (fact?.source !== 'said' || fact.value === 'unknown') return [];
    const label = { written: definition.label };
    return [plain(turn, { key: 'ticket.fact', with: { label, value: valueText(script, fact) } })];
  });
  return shorten(said.join(' · '), 400);
}

/** At most five lines: what is known, the employee's own words, and what they added. */
function summary(turn: Turn, request: SupportRequest, script: QuestioningScript | undefined): string {
  const lines: string[] = [];
  const known = script ? sayFacts(turn, request, script) : '';
  if (request.affected !== undefined)
    lines.push(plain(turn, { key: 'ticket.for', with: { who: { data: request.affected } } }));
  if (known !== '') lines.push(known);
  const words = shorten(oneLine(request.words), 280);
  if (words !== '') lines.push(quote(turn, words));
  for (const note of request.notes.slice(0, 2)) lines.push(quote(turn, shorten(oneLine(note), 200)));
  if (request.attachments.length > 0) lines.push(request.attachments.join(', '));
  if (lines.length === 0) lines.push(plain(turn, { key: 'ticket.noWords' }));
  return lines.slice(0, 5).join('\n');
}

/** A text in the ticket's language, resolved here because the ticket is stored, not rendered. */
function plain(turn: Turn, value: Text): string {
  return turn.kit.write(value, turn.state.language);
}

const quote = (turn: Turn, words: string): string =>
  plain(turn, { key: 'ticket.quote', with: { words: { data: words } } });

/** A sentence of the script with its values, without the marks of what is on screen. */
const writeScript = (turn: Turn, request: SupportRequest, written: Localised): string =>
  plain(turn, { written, with: factParameters(scriptOf(turn, request)!, request.facts) }).replaceAll('**', '');

const oneLine = (value: string): string =>
  value
    .trim()
    .replace(/\s*\n\s*/g, ' / ')
    .replace(/\s+/g, ' ');
/** « Il se coupe » reads « il se coupe » within a title; names keep their capital. */
const withinSentence = (value: string): string =>
  /^(?:il|elle|je|j'|le|la|les|l'|un|une|des|rien|tout|trop|seulement|plusieurs|aucune?|cela|ça|mon|ma|mes|it|the|an?|nothing|everyone|only|too|some|several|my|no)\b/i.test(
    value,
  )
    ? value.charAt(0).toLocaleLowerCase() + value.slice(1)
    : value;

/** Cuts at a word, with an ellipsis, to at most `length` characters. */
export function shorten(value: string, length: number): string {
  if (value.length <= length) return value;
  const cut = value.slice(0, length - 1);
  const space = cut.lastIndexOf(' ');
  return `${space > length / 2 ? cut.slice(0, space) : cut}…`;
}
