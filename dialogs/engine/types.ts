import type { Draft, Language, Localised, Passage } from '../../knowledge/index.ts';
import type { OwnResult, PartId, ParticipationChange, RunningExercise } from '../campaigns/exercise.ts';
import type { JustInTimeEvent } from '../campaigns/types.ts';
import type { KnownOutage } from '../escalation/outages.ts';
import type { TicketDraft } from '../escalation/types.ts';
import type { LookUpKind } from '../scripts/schema.ts';

/** Where a fact comes from: technicians see it beside the value. */
export type FactSource = 'said' | 'looked_up' | 'inferred';

export interface Fact {
  readonly id: string;
  /** An option's id, `yes` or `no`, a number or a text; `unknown` when the employee does not know. */
  readonly value: string;
  readonly source: FactSource;
  /** epoch ms */
  readonly at: number;
  /** Answered in words that were not understood; the value is `unknown`, the words are among the notes. */
  readonly unread?: true;
}

export type StepOutcome = 'worked' | 'did_not_work' | 'could_not';

export interface StepTried {
  readonly stepId: string;
  readonly outcome: StepOutcome;
  readonly at: number;
  /** Not shown, because of what the employee cannot or would rather not do. */
  readonly skipped?: true;
}

/**
 * A text that the engine says: a key of bot/locales with parameters, or a text written in both languages in a script.
 * {name} in either is replaced by `with.name`, then {organisation.name} by the organisation's value.
 */
export type Text =
  | { readonly key: string; readonly with?: TextParameters }
  | { readonly written: Localised; readonly with?: TextParameters }
  | { readonly all: readonly Text[]; readonly separator: string }
  /** Words of a person or a system: shown as they are, never as markup (R34). */
  | { readonly data: string };
export type TextParameters = Readonly<Record<string, string | number | Text>>;

export interface Choice {
  readonly id: string;
  readonly label: Text;
}

/** What to do, decided by `step`, performed by bot/runner. */
export type Effect =
  | {
      readonly type: 'say';
      readonly text: Text;
      readonly sources?: readonly Passage[];
      /** Written by a model: labelled as such, in a message of its own, and people may say what it was worth. */
      readonly drafted?: DraftedFor;
      /** Ends the message that was being shown as it was written. */
      readonly stream?: string;
    }
  /** Ends a message; typed words and buttons are both accepted. */
  | {
      readonly type: 'ask';
      readonly text: Text;
      readonly choices: readonly Choice[];
      /** Shown between the text and what is chosen. */
      readonly shown?: readonly Shown[];
      /** Several of these may be marked; the choice `marked` hands them in. */
      readonly marks?: readonly Choice[];
    }
  | { readonly type: 'lookUp'; readonly what: readonly LookUpKind[] }
  | { readonly type: 'search'; readonly text: string; readonly families: readonly string[] }
  /** A model may write the answer from these passages, which fit; nothing else is shown to it. */
  | { readonly type: 'draft'; readonly question: string; readonly passages: readonly Passage[] }
  | { readonly type: 'findTickets' }
  | { readonly type: 'escalate'; readonly draft: TicketDraft; readonly requestId: string }
  /** Whether the action may be done for the person who writes, and what it would do: only reads. */
  | { readonly type: 'examine'; readonly action: string; readonly input: ActionInput }
  /** An action that was told or refused: it is in the audit log all the same (R32). */
  | {
      readonly type: 'recordAction';
      readonly action: string;
      readonly input: ActionInput;
      readonly outcome: 'told' | 'refused';
      readonly code: string;
    }
  /** The employee confirmed what they were shown; `nonce` is of that very question (R3). */
  | {
      readonly type: 'act';
      readonly action: string;
      readonly input: ActionInput;
      readonly nonce: string;
      readonly approvers: readonly ActionApprover[];
      readonly secondPerson: boolean;
    }
  /** Sends what signs the employee in; `plain`: as text. */
  | { readonly type: 'askSignIn'; readonly plain: boolean }
  /** Somebody's word on a request of another, which it names (R27). */
  | { readonly type: 'decide'; readonly approvalId: string; readonly approved: boolean }
  /** What was said in this turn is kept nowhere and shown to nobody (R39). */
  | { readonly type: 'forget' }
  /** What became of a campaign's exercise. */
  | {
      readonly type: 'participate';
      readonly campaign: string;
      readonly part: PartId;
      readonly change: ParticipationChange;
    }
  | { readonly type: 'findCampaigns' }
  | { readonly type: 'findResults' }
  /** The employee's own results, all of them. */
  | { readonly type: 'eraseResults' }
  /** A request ended without a ticket. */
  | { readonly type: 'close'; readonly requestId: string; readonly outcome: 'resolved' | 'abandoned' | 'joined' }
  /** « Moi aussi »: the person hears of the outage until it is over; `sequence`: what they know of it already. */
  | { readonly type: 'joinOutage'; readonly outage: string; readonly sequence: number }
  | { readonly type: 'leaveOutage'; readonly outage: string }
  /** The employee's word on an outage that is said to be over. */
  | { readonly type: 'judgeOutage'; readonly outage: string; readonly fixed: boolean }
  /** Words that the employee adds to a ticket of their own. */
  | { readonly type: 'addToTicket'; readonly reference: string; readonly words: string }
  /** The employee's word on a ticket that a technician resolved. */
  | { readonly type: 'judgeTicket'; readonly reference: string; readonly fixed: boolean; readonly words: string };

export interface DraftedFor {
  readonly question: string;
}

/** What a card shows besides text; each has its words too. */
export type Shown =
  | { readonly type: 'picture'; readonly file: string; readonly alternative: Text }
  /** A message shown as an example: nothing of it can be pressed. */
  | { readonly type: 'mail'; readonly lines: readonly { readonly part: string; readonly text: Text }[] };

/** What was chosen or written for an action: never a person (R27). */
export type ActionInput = Readonly<Record<string, string>>;

export interface ActionApprover {
  readonly id: string;
  readonly displayName: string;
}

/** What came of examining an action for the person who asks. */
export type Examination =
  /** A question that only had to be answered; other actions may help next. */
  | { readonly type: 'tell'; readonly texts: readonly Text[]; readonly next?: readonly string[] }
  | {
      readonly type: 'choose';
      readonly parameter: string;
      readonly question: Text;
      readonly choices: readonly Choice[];
    }
  /** It is done as the employee, who has to sign in first. */
  | { readonly type: 'signIn' }
  /** Words of the employee, for an automatic reply for instance. */
  | { readonly type: 'write'; readonly parameter: string; readonly question: Text }
  /** No, and why; `code` is what the audit log keeps. `ticket`: a person can do more. */
  | { readonly type: 'refuse'; readonly code: string; readonly texts: readonly Text[]; readonly ticket?: boolean }
  /** What changes, what gets signed out, how to undo: nothing happens without a yes. */
  | {
      readonly type: 'confirm';
      readonly preview: readonly Text[];
      /** What exactly is agreed to, where it differs from what was chosen so far; `label` is shown to approvers. */
      readonly input?: ActionInput;
      readonly approvers?: readonly ActionApprover[];
      /** A second person verifies identity outside the chat (R28). */
      readonly secondPerson?: boolean;
    };

/** A ticket as the employee hears of it. */
export interface TicketNews {
  readonly reference: string;
  readonly status: string;
  readonly title: string;
  readonly ownDueAt: number;
  /** Its number where technicians work, if that is elsewhere. */
  readonly external?: { readonly system: string; readonly id: string };
  /** Opened by telephone or mail: Guichet can say how it stands, and nothing more. */
  readonly elsewhere?: true;
}

/** Something happened. `uid` is fresh and unguessable: the engine itself draws no random numbers. */
export type Event = {
  readonly uid: string /** What is known not to work. */;
  readonly outages?: readonly KnownOutage[];
} & (
  | {
      readonly type: 'message';
      readonly text: string;
      readonly locale?: Language;
      readonly givenName?: string;
      /** Names of the files that came with it, already kept. */
      readonly attachments?: readonly string[];
      /** Kinds of secrets that were masked in `text`. */
      readonly masked?: readonly string[];
      /** Only the beginning was kept for reading. */
      readonly shortened?: boolean;
    }
  | { readonly type: 'chosen'; readonly choice: string; readonly marks?: readonly string[] }
  /** A button of a campaign's message. */
  | { readonly type: 'campaign'; readonly action: CampaignAction; readonly campaign: string; readonly part: PartId }
  /** What the employee was invited to and has not finished. */
  | { readonly type: 'campaignsFound'; readonly open: readonly { readonly campaign: string; readonly part: PartId }[] }
  | { readonly type: 'resultsFound'; readonly results: readonly OwnResult[] }
  /** A button of a card that is no longer the current one. */
  | { readonly type: 'stale' }
  /** The employee signed in; the token service holds it, nothing of it is here. */
  | { readonly type: 'signedIn' }
  | { readonly type: 'installed'; readonly locale?: Language; readonly givenName?: string }
  | { readonly type: 'edited'; readonly text: string }
  | { readonly type: 'lookedUp'; readonly values: Readonly<Partial<Record<LookUpKind, string>>> }
  | {
      readonly type: 'found';
      readonly passages: readonly Passage[];
      /** What was searched for. */
      readonly question?: string;
      /** A model may be asked. */
      readonly draftable?: boolean;
    }
  /** Without a draft, the model had no answer that stands: the extract is shown. */
  | {
      readonly type: 'drafted';
      readonly question: string;
      readonly passages: readonly Passage[];
      readonly draft: Draft | undefined;
      readonly stream: string | undefined;
    }
  | { readonly type: 'ticketsFound'; readonly tickets: readonly TicketNews[] }
  | { readonly type: 'examined'; readonly examination: Examination }
  /** What became of an action, or of somebody's request that waits for this person. */
  | { readonly type: 'actionNews'; readonly texts: readonly Text[]; readonly solved: boolean; readonly ticket: boolean }
  | {
      readonly type: 'decision';
      readonly approvalId: string | undefined;
      readonly approved: boolean;
      readonly texts: readonly Text[];
    }
  /** A technician wrote to the employee, who has just read it. */
  | { readonly type: 'ticketComment'; readonly reference: string }
  | { readonly type: 'ticketResolved'; readonly reference: string; readonly by: string; readonly resolution: string }
  | { readonly type: 'announcement'; readonly texts: readonly Text[] }
  /** Something new about an outage that affects the person. */
  | {
      readonly type: 'outageNews';
      readonly event: 'declared' | 'updated' | 'reminder' | 'closed';
      readonly outage: string;
      readonly sequence: number;
      readonly title: Localised;
      readonly text?: Localised;
      readonly by: string;
      readonly startsAt: number;
      readonly nextUpdateAt?: number;
      /** Whom to call, in a crisis. */
      readonly numbers?: Localised;
    }
);

/** `done`: what was one screen to read is read. */
export const campaignActions = ['start', 'later', 'why', 'done'] as const;
export type CampaignAction = (typeof campaignActions)[number];

/** What the next message is expected to answer. */
export type Prompt =
  | { kind: 'describe'; forHuman?: boolean }
  /** `rephrase`: nothing fits; the families are offered, and other words are as welcome. */
  | { kind: 'either'; codes: readonly string[]; rephrase?: true }
  | { kind: 'reformulation' }
  | { kind: 'fact'; factId: string }
  | { kind: 'step'; stepId: string }
  | { kind: 'ticket' }
  | { kind: 'change' }
  | { kind: 'helpful' }
  /** `before` is taken up again once it is decided; without it the request simply goes on. */
  | { kind: 'secondProblem'; words: string; code: string; before?: Prompt }
  /** Words that came right after a ticket was sent: for that ticket, or a new problem? */
  | { kind: 'addition'; words: string }
  | { kind: 'judge'; reference: string }
  /** Is it one of these outages? */
  | { kind: 'outage'; outages: readonly string[] }
  | { kind: 'outageOver'; outage: string }
  /** A ticket was reopened by a button: what is still wrong. */
  | { kind: 'reopened'; reference: string }
  /** Something that Guichet can do itself, offered inside a script or after an answer. */
  | { kind: 'offer'; actions: readonly string[] }
  | { kind: 'actionChoice'; parameter: string; question: Text; options: readonly Choice[] }
  | { kind: 'actionWords'; parameter: string; question: Text }
  | {
      kind: 'actionConfirm';
      preview: readonly Text[];
      approvers: readonly ActionApprover[];
      secondPerson: boolean;
    }
  /** An action was done inside a request: does that solve it? */
  | { kind: 'actionHelped' }
  /** A campaign's exercise: its screen, going on after an explanation, or what is asked around it. */
  | { kind: 'exercise'; step: 'screen' | 'next' | 'useful' | 'resume' }
  /** A lesson that fits what just happened. */
  | { kind: 'lesson'; campaign: string }
  /** A few at a time, from the one at `from` on. */
  | { kind: 'campaigns'; options: readonly { readonly campaign: string; readonly part: PartId }[]; from: number }
  | { kind: 'eraseResults' };

export const preferences = [
  'writing-only',
  'no-telephone',
  'no-handling-cables',
  'no-moving-around',
  'no-another-device',
  'no-seeing-colours',
  'more-time',
] as const;
export type Preference = (typeof preferences)[number];

/** One problem that an employee brought. */
export interface SupportRequest {
  id: string;
  openedAt: number;
  /** Time spent in active conversation, ms; pauses do not count. */
  spent: number;
  /** Script and category; absent until known. */
  code?: string;
  /** The employee's own words, masked. */
  words: string;
  facts: Fact[];
  steps: StepTried[];
  /** Ids of `first`, `escalate` and `meanwhile` sentences already said. */
  said: string[];
  /** What Guichet did for it and verified, in the words in which it was told. */
  verified?: { told: Text; done: boolean }[];
  /** Actions already offered in this request. */
  offered?: string[];
  lookedUp: boolean;
  /** Somebody else has the problem, as said and not verified: nothing is looked up about them or done to them. */
  affected?: string;
  /** The family is the employee's own word: picked, or agreed to. */
  confirmed?: true;
  reason?: TicketDraft['reason'];
  /** Level 1 went past its budget and the employee chose to go on. */
  budgetWaived: boolean;
  solvedBy?: string;
  attachments: string[];
  /** What was said and belongs to no fact, in the employee's words. */
  notes: string[];
  linkedTo?: string;
  /** Outages that the employee said are something else. */
  notOutages?: string[];
  /** Messages that could not be read, in the whole request. */
  misread?: number;
  /** Impatience or anger was said: no tip closes this one. */
  upset?: true;
}

/** Everything remembered of a conversation: one versioned row (R18). */
export interface ConversationState {
  schema: 1;
  language: Language;
  languageChosen: boolean;
  plain: boolean;
  introduced: boolean;
  active?: SupportRequest;
  /** Second problems, waiting for the first to end. */
  parked: SupportRequest[];
  /**
   * `choices` are the buttons as they were shown, id to label: a press outside them is no answer. `messageId` is the
   * outgoing message that showed them.
   */
  prompt?: Prompt & { nonce: string; askedAt: number; choices?: Record<string, string>; messageId?: string };
  /** Messages in a row that could not be read. */
  misread: number;
  /** What the effects of this turn are waiting for. */
  awaiting?: 'lookUp' | 'search' | 'draft' | 'tickets' | 'action' | 'campaigns' | 'results';
  /** The action that is being prepared, and the question that it interrupted. */
  action?: { id: string; input: ActionInput; before?: Prompt };
  /** The action that waits until the employee has signed in. */
  signIn?: { action: string; input: ActionInput; at: number };
  /** When they last did, epoch ms. */
  signedInAt?: number;
  /** A quoted reference and the words around it, until it is known whose ticket it is. */
  quoted?: { reference: string; words: string };
  /** The text of a search that found nothing or did not help. */
  searched?: string;
  /** What the employee cannot or would rather not do, said once, kept, and passed on with a ticket they read. */
  preferences?: Preference[];
  /** Files that came before there was a request to put them to. */
  attachments?: string[];
  /** Tickets that a technician resolved meanwhile, still to be judged. */
  toJudge?: string[];
  /** The ticket that a technician wrote about last: what the employee says next is probably for them. */
  asked?: { reference: string; at: number };
  /** Outages told here: the newest update that was, and when. */
  outagesTold?: Record<string, { sequence: number; at: number }>;
  /** What the person brought when they joined an outage, until it is over. */
  joined?: Record<string, SupportRequest>;
  /** The ticket sent last. */
  sent?: { at: number; code?: string };
  /** The request solved last: taken up again if it comes back. */
  solved?: SupportRequest;
  /** The request given up last: a moment later it can still be sent. */
  dropped?: SupportRequest;
  /** The exercise that goes on, and others that were left for later. */
  exercise?: RunningExercise;
  laterExercises?: RunningExercise[];
  /** Something happened at the service desk that a lesson fits: offered once it is calm. */
  lessonDue?: { on: JustInTimeEvent; at: number };
  /** Lessons offered unasked: campaign to epoch ms. */
  lessons?: Record<string, number>;
  /** Tips already given: id to epoch ms. */
  tips: Record<string, number>;
  lastAt: number;
}
