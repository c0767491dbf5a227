import type { Activity } from 'botbuilder';
import type { StoredReference } from '../../adapters/database/repositories/conversation-references.ts';
import type { CampaignAction, Event, Text } from '../../dialogs/index.ts';
import type { Receipt } from '../channel/receipt.ts';
import type { RedactionKind } from '../middleware/redaction.ts';

/** What an activity means to Guichet. */
export type IncomingKind =
  | { readonly type: 'message'; readonly text: string }
  | {
      readonly type: 'choice';
      readonly choice: string;
      readonly nonce: string;
      readonly cardId: string | undefined;
      /** What was marked on the card before it was handed in. */
      readonly marks?: readonly string[];
    }
  /** A button of a campaign's message; it names the campaign, never a person. */
  | {
      readonly type: 'campaign';
      readonly action: CampaignAction;
      readonly campaign: string;
      readonly part: string;
    }
  | { readonly type: 'installed' }
  /** The person signed in: said by bot/support-bot.ts alone, once the token service agreed. */
  | { readonly type: 'signedIn' }
  | { readonly type: 'uninstalled' }
  | { readonly type: 'edited'; readonly text: string; readonly editedId: string }
  | { readonly type: 'deleted'; readonly deletedId: string }
  /** Said in a group chat or a channel: Guichet answers one to one. */
  | { readonly type: 'public'; readonly words: string }
  | {
      readonly type: 'supportChannel';
      readonly words: string;
      readonly channelId: string;
      readonly teamId: string | undefined;
      /** An administrator or an owner of the team said it. */
      readonly allowed: boolean;
    }
  /** Somebody's word on a request that waits for it; the card names the request, never a person (R27). */
  | {
      readonly type: 'approval';
      readonly approved: boolean;
      readonly nonce: string;
      readonly cardId: string | undefined;
    }
  /** From inside: what became of an action. */
  | {
      readonly type: 'actionNews';
      readonly texts: readonly Text[];
      readonly solved: boolean;
      readonly ticket: boolean;
    }
  /** From inside: something that the person ought to know. */
  | { readonly type: 'announcement'; readonly texts: readonly Text[] }
  /** From inside: something new about an outage that affects the person. */
  | {
      readonly type: 'outageNews';
      readonly news: Omit<Extract<Event, { type: 'outageNews' }>, 'uid' | 'type' | 'outages'>;
    }
  /** From inside: a technician did something to a ticket of this conversation. */
  | {
      readonly type: 'ticketNews';
      readonly reference: string;
      readonly event: 'claimed' | 'comment' | 'resolved' | 'reopened';
      readonly by: string;
      readonly text: string;
    };

/** One activity on its way through a turn, redacted. */
export interface Incoming {
  readonly conversationKey: string;
  readonly activityId: string;
  readonly receipt: Receipt;
  /** epoch ms */
  readonly receivedAt: number;
  readonly kind: IncomingKind;
  readonly reference: StoredReference;
  readonly masked: readonly RedactionKind[];
  readonly attachments: readonly NonNullable<Activity['attachments']>[number][];
  readonly locale: 'fr' | 'en' | undefined;
  /** Kept if the turn has to be finished later (R1). */
  readonly activity: Partial<Activity>;
}
