import { keyOfExercise, listedAtOnce } from '../campaigns/exercise.ts';
import type { ScriptFact, ScriptStep } from '../scripts/schema.ts';
import { titleOfAction } from '../self-service/registry.ts';
import { draftTicket } from './draft.ts';
import { exerciseQuestion } from './exercise-question.ts';
import { scriptOf, type Turn, text } from './turn.ts';
import type { Choice, SupportRequest, Text } from './types.ts';
import { factParameters, recapClauses } from './wording.ts';

const choice = (id: string, key: string): Choice => ({ id, label: text(key) });
const written = (id: string, label: { fr: string; en: string }): Choice => ({ id, label: { written: label } });

const yesNo: readonly Choice[] = [choice('yes', 'choice.yes'), choice('no', 'choice.no')];
const unknown = choice('unknown', 'choice.unknown');

/**
 * Asks what `state.prompt` expects: the first time, again after a digression, or days later. `brief` spares what was
 * read a moment ago: the whole ticket.
 */
export function askPrompt(turn: Turn, brief = false): void {
  const { prompt, active } = turn.state;
  if (!prompt) return;
  const ask = (question: Text, choices: readonly Choice[] = []): void => {
    turn.effects.push({ type: 'ask', text: question, choices });
  };
  switch (prompt.kind) {
    case 'describe':
      return ask(text(prompt.forHuman ? 'describe.forHuman' : 'describe'));
    case 'either':
      return ask(text(prompt.rephrase ? (turn.state.searched ? 'nothing.once' : 'families') : 'either'), [
        ...prompt.codes.map((code) => written(code, turn.kit.scripts.get(code)!.title)),
        choice('neither', prompt.rephrase ? 'either.other' : 'either.neither'),
      ]);
    case 'reformulation':
      return ask(reformulation(turn, active!), [choice('yes', 'choice.yes'), choice('no', 'reformulation.no')]);
    case 'fact': {
      const fact = scriptOf(turn, active)!.facts.find((each) => each.id === prompt.factId)!;
      return ask({ written: fact.ask!, with: parameters(turn) }, factChoices(fact));
    }
    case 'step':
      return askStep(turn, active!, prompt.stepId, ask);
    case 'ticket':
      return ask(brief ? ticketReminder(turn, active!) : ticketPreview(turn, active!), [
        choice('send', 'ticket.send'),
        choice('change', 'ticket.change'),
        active!.reason === 'budget' ? choice('continue', 'ticket.continue') : choice('cancel', 'ticket.cancel'),
      ]);
    case 'change':
      return ask(text('change'));
    case 'helpful':
      return ask(text('helpful'), [
        choice('yes', 'helpful.yes'),
        choice('no', 'helpful.no'),
        choice('human', 'choice.human'),
      ]);
    case 'secondProblem':
      return ask(text('second.ask', { title: titleOf(turn, prompt.code) }), [
        choice('later', 'second.later'),
        choice('now', 'second.now'),
        choice('same', 'second.same'),
      ]);
    case 'addition':
      return ask(text('addition'), [choice('add', 'addition.add'), choice('new', 'addition.new')]);
    case 'reopened':
      return ask(text('judge.whatStill', { reference: prompt.reference }));
    case 'offer':
      return ask(text('action.offer'), [
        ...prompt.actions.map((id) => ({ id, label: titleOfAction(id) })),
        choice('no', 'action.offer.no'),
      ]);
    case 'actionChoice':
      return ask(prompt.question, [...prompt.options, choice('cancel', 'action.cancel')]);
    case 'actionWords':
      return ask(prompt.question);
    case 'actionConfirm':
      return ask({ all: [...prompt.preview, text('action.confirm.ask')], separator: '\n\n' }, [
        choice('confirm', 'action.confirm'),
        choice('cancel', 'action.cancel'),
      ]);
    case 'actionHelped':
      return ask(text('action.helped'), yesNo);
    case 'exercise': {
      const asked = exerciseQuestion(turn, prompt);
      if (asked) turn.effects.push(asked);
      return;
    }
    case 'lesson': {
      const campaign = turn.kit.findCampaign(prompt.campaign);
      if (!campaign) return;
      return ask(text('campaign.lesson', { title: { written: campaign.title }, minutes: campaign.minutes }), [
        choice('yes', 'campaign.lesson.yes'),
        choice('later', 'campaign.later'),
        choice('no', 'campaign.lesson.no'),
      ]);
    }
    case 'campaigns':
      return ask(text('campaign.list'), [
        ...prompt.options.slice(prompt.from, prompt.from + listedAtOnce).flatMap((each) => {
          const campaign = turn.kit.findCampaign(each.campaign);
          return campaign ? [written(keyOfExercise(each), campaign.title)] : [];
        }),
        ...(prompt.options.length > listedAtOnce ? [choice('more', 'campaign.list.more')] : []),
        choice('no', 'campaign.list.none'),
      ]);
    case 'eraseResults':
      return ask(text('campaign.erase'), [choice('yes', 'campaign.erase.yes'), choice('no', 'campaign.erase.no')]);
    case 'outage': {
      const titles = prompt.outages.flatMap((id) => turn.event.outages?.filter((outage) => outage.id === id) ?? []);
      const [only, ...others] = titles;
      const joins =
        only && others.length === 0
          ? [choice(only.id, 'outage.me')]
          : titles.map(({ id, title }): Choice => ({ id, label: { data: title[turn.state.language] } }));
      return ask(text(others.length === 0 ? 'outage.ask' : 'outage.which'), [
        ...joins,
        choice('other', 'outage.other'),
      ]);
    }
    case 'outageOver':
      return ask(text('outage.over'), [choice('fixed', 'outage.fixed'), choice('not-fixed', 'outage.notFixed')]);
    case 'judge':
      return ask(text('judge.ask', { reference: prompt.reference }), [
        choice('fixed', 'judge.fixed'),
        choice('not-fixed', 'judge.notFixed'),
      ]);
  }
}

/** The choices of a fact's question, as buttons; typed words are read by triage. */
export function factChoices(fact: ScriptFact): readonly Choice[] {
  if (fact.kind === 'yes-no') return [...yesNo, unknown];
  if (fact.kind !== 'choice') return [unknown];
  const options = (fact.options ?? []).map((option) => written(option.id, option.label));
  return options.some((option) => option.id === 'unknown') ? options : [...options, unknown];
}

/** The three answers to a step. */
export function stepChoices(step: ScriptStep): readonly Choice[] {
  const { worked, didNotWork, couldNot } = step.answers ?? {};
  return [
    worked ? written('worked', worked) : choice('worked', 'step.worked'),
    didNotWork ? written('did_not_work', didNotWork) : choice('did_not_work', 'step.didNotWork'),
    couldNot ? written('could_not', couldNot) : choice('could_not', 'step.couldNot'),
  ];
}

function askStep(
  turn: Turn,
  request: SupportRequest,
  stepId: string,
  ask: (question: Text, choices: readonly Choice[]) => void,
): void {
  const step = scriptOf(turn, request)!.steps.find((each) => each.id === stepId)!;
  const shown = parameters(turn);
  const parts: Text[] = [
    text('step.number', { number: request.steps.filter((tried) => !tried.skipped).length + 1 }),
    { written: step.instruction, with: shown },
  ];
  if (step.cutsChat) parts.push({ written: step.cutsChat, with: shown });
  parts.push(step.check ? { written: step.check, with: shown } : text('step.check'));
  ask({ all: parts, separator: ' ' }, stepChoices(step));
}

/** « Si je comprends bien, … C'est bien ça ? » */
function reformulation(turn: Turn, request: SupportRequest): Text {
  if (request.affected !== undefined) {
    return text('reformulation.affected', { who: { data: request.affected }, words: { data: request.words } });
  }
  const { main, complements } = recapClauses(scriptOf(turn, request)!, request.facts);
  return text('reformulation', { problem: { all: [main, ...complements], separator: ', ' } });
}

/** What will be sent, whole: its words, how urgent it is taken to be, what is joined. */
function ticketPreview(turn: Turn, request: SupportRequest): Text {
  const draft = draftTicket(turn, request);
  const parts: Text[] = [
    text(draft.reason === 'workaround' ? 'ticket.hereForFix' : 'ticket.here'),
    text('ticket.title', { title: { data: draft.title } }),
    { data: draft.summary },
  ];
  if (draft.preferences.length > 0) {
    parts.push(text('ticket.preferences', { preferences: { data: draft.preferences.join(', ') } }));
  }
  const levels = { impact: text(`impact.${draft.impact}`), urgency: text(`urgency.${draft.urgency}`) };
  parts.push(text('ticket.levels', { ...levels, priority: draft.priority }), text('ticket.ask'));
  return { all: parts, separator: '\n\n' };
}

const ticketReminder = (turn: Turn, request: SupportRequest): Text =>
  text('ticket.ready', { title: { data: draftTicket(turn, request).title } });

export const titleOf = (turn: Turn, code: string): Text => ({ written: turn.kit.scripts.get(code)!.title });

export function parameters(turn: Turn): ReturnType<typeof factParameters> {
  const script = scriptOf(turn, turn.state.active);
  return script ? factParameters(script, turn.state.active!.facts) : {};
}
