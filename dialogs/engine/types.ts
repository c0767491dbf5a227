import type { Language, Localised, Passage } from '../../knowledge/index.ts';
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
}

export type StepOutcome = 'worked' | 'did_not_work' | 'could_not';

export interface StepTried {
  readonly stepId: string;
  readonly outcome: StepOutcome;
  readonly at: number;
}

/**
 * A text that the engine says: a key of bot/locales with parameters, or a text written in both languages in a script.
 * {name} in either is replaced by `with.name`, then by {organisation.name}.
 */
export type Text =
  | { readonly key: string; readonly with?: Readonly<Record<string, string | number | Text>> }
  | { readonly written: Localised; readonly with?: Readonly<Record<string, string | number | Text>> };

export interface Choice {
  readonly id: string;
  readonly label: Text;
}

/** What to do, decided by `step`, performed by bot/runner. */
export type Effect =
  | { readonly type: 'say'; readonly text: Text; readonly sources?: readonly Passage[] }
  /** Ends a message; typed words and buttons are both accepted. */
  | { readonly type: 'ask'; readonly text: Text; readonly choices: readonly Choice[] }
  | { readonly type: 'lookUp'; readonly what: readonly LookUpKind[] }
  | { readonly type: 'search'; readonly text: string; readonly families: readonly string[] }
  | { readonly type: 'escalate'; readonly draft: TicketDraft; readonly requestId: string }
  /** A request ended without a ticket. */
  | { readonly type: 'close'; readonly requestId: string; readonly outcome: 'resolved' | 'abandoned' };
