import type { Language } from '../../knowledge/index.ts';

export type Priority = 'P1' | 'P2' | 'P3' | 'P4' | 'P5';
export type Level = 1 | 2 | 3;

/** Everything a technician needs, made by the engine; labels are in the ticket's language. */
export interface TicketDraft {
  readonly kind: 'incident' | 'serviceRequest';
  /** A code of taxonomy.yaml. */
  readonly category: string;
  readonly title: string;
  /** At most five lines. */
  readonly summary: string;
  readonly impact: Level;
  readonly urgency: Level;
  readonly priority: Priority;
  /** Assignment group of organisation.yaml. */
  readonly group: string;
  readonly language: Language;
  readonly facts: readonly {
    readonly id: string;
    readonly label: string;
    readonly value: string;
    readonly source: 'said' | 'looked_up' | 'inferred';
  }[];
  readonly steps: readonly {
    readonly instruction: string;
    readonly outcome: 'worked' | 'did_not_work' | 'could_not';
    /** Whether the employee said how it went, or Guichet looked; said where it is absent. */
    readonly source?: 'said' | 'verified';
  }[];
  /** Workarounds offered while waiting. */
  readonly offered: readonly string[];
  /** Preferences the employee agreed to pass on ("writing only"). */
  readonly preferences: readonly string[];
  /** Why a human is needed: asked, exhausted, script, budget, security. */
  readonly reason: 'asked' | 'exhausted' | 'script' | 'budget' | 'security' | 'workaround';
  /** The same words in the technicians' language, where that is another; the employee read the ones above. */
  readonly forTechnicians?: Pick<TicketDraft, 'title' | 'summary' | 'facts' | 'steps' | 'offered' | 'preferences'>;
  /** The other ticket of the same conversation, if any. */
  readonly linkedRequestId?: string;
}
