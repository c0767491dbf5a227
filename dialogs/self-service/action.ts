import type { PersonalTenant } from '../../adapters/directory/actions-port.ts';
import type { ServiceIssue } from '../../adapters/directory/port.ts';
import type { Localised } from '../../knowledge/index.ts';
import type { ActionInput, Examination, Text, TextParameters } from '../engine/types.ts';

/** A Graph permission that an action needs, and for which calls: the README's consent list is made of these. */
export interface Permission {
  readonly name: string;
  readonly type: 'application' | 'delegated';
  /** As in Graph's reference: `POST /users/{user-id}/revokeSignInSessions`. */
  readonly calls: readonly string[];
}

/** What an action is given. The tenant is bound to the person who asks: there is nobody else to aim at (R27). */
export interface ActionContext {
  readonly tenant: PersonalTenant;
  readonly input: ActionInput;
  /** epoch ms */
  readonly now: number;
  readonly signal: AbortSignal;
  /** What Microsoft announces, about nobody in particular. */
  readonly serviceIssues: (signal: AbortSignal) => Promise<readonly ServiceIssue[]>;
  /** The phishing simulation that a message is of, as far as its sender, its subject and its date tell. */
  readonly findSimulation?: (message: ReceivedMessage) => Promise<string | undefined>;
}

export interface ReceivedMessage {
  readonly sender: string;
  readonly subject: string;
  /** epoch ms */
  readonly at: number;
}

export interface ActionOutcome {
  /** What was done, for the employee. */
  readonly texts: readonly Text[];
  /** Not all of it: said exactly, and passed on to a person. */
  readonly partial?: readonly Text[];
  /** What undoing needs; never a secret. */
  readonly undo?: Readonly<Record<string, unknown>>;
  /** A suspicious message was reported; `simulation`: it was an exercise, which needs no security ticket. */
  readonly phishing?: { readonly simulation?: string | undefined };
  /** epoch ms; it is undone by itself then, and the employee is told. */
  readonly endsAt?: number;
  /** Posted at once in the one-to-one chat, kept nowhere, and removed at `until` (R29). */
  readonly secret?: { readonly text: Text; readonly until: number };
}

/** One thing that Guichet does for the person who asks. One file each; registry.ts lists them. */
export interface SelfServiceAction {
  readonly id: string;
  /** What the person wants, as an infinitive: « vous déconnecter partout » / "sign you out everywhere". */
  readonly title: Localised;
  /** One sentence in plain words. */
  readonly description: Localised;
  /** How it is asked for; the notation of dialogs/triage/phrases.ts. */
  readonly phrases: readonly string[];
  readonly permissions: readonly Permission[];
  /** `high`: credentials, sessions, devices, rights (R28). */
  readonly risk: 'read' | 'low' | 'high';
  /** Gives a way in: a second person, and never within 24 h of a compromise report (R28). */
  readonly wayIn?: true;
  /** Who must agree besides the employee. */
  readonly approval?: 'manager' | 'owner' | 'technician';
  /** Also for people with a privileged role: it takes nothing away from them, and gives nothing. */
  readonly forPrivileged?: true;
  /** Reported as an incident to the security team when it is done. */
  readonly alertsSecurity?: true;
  /** Times a person may have it done in 24 h. */
  readonly perDay: number;
  /** Running it twice does what running it once does. */
  readonly repeatable: boolean;
  readonly texts: Readonly<Record<string, Localised>>;
  examine(context: ActionContext): Promise<Examination>;
  /** Absent where examining is all there is. */
  run?(context: ActionContext): Promise<ActionOutcome>;
  /** Whether it took effect, asked of the tenant. */
  verify?(context: ActionContext): Promise<boolean>;
  /** Puts back what was; says what it did. */
  undo?(context: ActionContext, kept: Readonly<Record<string, unknown>>): Promise<readonly Text[]>;
  /** After a run whose outcome is unknown: makes sure that nothing is half done. */
  recover?(context: ActionContext): Promise<void>;
}

export const written = (text: Localised, parameters?: TextParameters): Text =>
  parameters ? { written: text, with: parameters } : { written: text };

/** Names of people, devices and systems: data, never markup (R34). */
export const named = (name: string): Text => ({ data: name });

export const moment = (at: number): Text => ({ key: 'dateTime', with: { at } });

/** A list of short lines. */
export const lines = (texts: readonly Text[]): Text => ({
  all: texts.map((text) => ({ all: [{ written: { fr: '- ', en: '- ' } }, text], separator: '' })),
  separator: '\n',
});
