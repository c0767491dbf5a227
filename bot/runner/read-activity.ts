import { createHash } from 'node:crypto';
import { type Activity, TurnContext } from 'botbuilder';
import type { StoredReference } from '../../adapters/database/repositories/conversation-references.ts';
import { campaignActions } from '../../dialogs/index.ts';
import { isFile } from '../channel/attachment.ts';
import type { Receipt } from '../channel/receipt.ts';
import type { RedactionKind } from '../middleware/redaction.ts';
import { conversationKeyOf } from './conversation-order.ts';
import type { Incoming, IncomingKind } from './incoming.ts';

/** Reads an activity, redacted already; undefined when it asks nothing of Guichet. */
export type ReadActivity = (
  activity: Activity,
  receipt: Receipt,
  masked: readonly RedactionKind[],
) => Promise<Incoming | undefined>;

export interface ReadActivityOptions {
  /** Who may make a channel the technicians' one. */
  readonly mayChooseChannel: (activity: Activity) => Promise<boolean>;
  readonly now: () => number;
}

export function createReadActivity({ mayChooseChannel, now }: ReadActivityOptions): ReadActivity {
  return async (activity, receipt, masked) => {
    const kind = await kindOf(activity, mayChooseChannel);
    if (!kind) return undefined;
    const receivedAt = now();
    const locale = languageOfLocale(activity.locale);
    return {
      conversationKey: conversationKeyOf(activity),
      activityId: identify(activity),
      receipt,
      receivedAt,
      kind,
      reference: referenceOf(activity, receivedAt),
      masked,
      attachments: (activity.attachments ?? []).filter(isFile),
      locale,
      activity,
    };
  };
}

/** Name of the event that a sign-in becomes. Whoever forges one is asked to sign in all the same. */
export const signedInEvent = 'guichet/signedIn';

/** More than any question has. */
const mostMarks = 20;

const personal = (activity: Activity): boolean =>
  activity.conversation.conversationType === undefined || activity.conversation.conversationType === 'personal';

async function kindOf(
  activity: Activity,
  mayChooseChannel: ReadActivityOptions['mayChooseChannel'],
): Promise<IncomingKind | undefined> {
  switch (activity.type) {
    case 'message':
      return personal(activity) ? messageKind(activity) : publicKind(activity, mayChooseChannel);
    case 'installationUpdate':
      if (!personal(activity)) return undefined;
      return { type: activity.action?.startsWith('remove') ? 'uninstalled' : 'installed' };
    case 'messageUpdate':
      if (!personal(activity) || activity.channelData?.eventType === 'undeleteMessage') return undefined;
      return { type: 'edited', text: wordsOf(activity), editedId: activity.id ?? '' };
    case 'event':
      return personal(activity) && activity.name === signedInEvent ? { type: 'signedIn' } : undefined;
    case 'messageDelete':
      return { type: 'deleted', deletedId: activity.id ?? '' };
    default:
      return undefined;
  }
}

function messageKind(activity: Activity): IncomingKind {
  const { value } = activity;
  if (value && typeof value === 'object' && value.guichet === 'choice') {
    return {
      type: 'choice',
      choice: String(value.choice ?? ''),
      nonce: String(value.nonce ?? ''),
      cardId: activity.replyToId,
      ...(typeof value.marks === 'string' ? { marks: value.marks.split(',').slice(0, mostMarks) } : {}),
    };
  }
  if (value && typeof value === 'object' && value.guichet === 'campaign') {
    const action = campaignActions.find((each) => each === value.action);
    const id = String(value.campaign ?? '').slice(0, 100);
    if (action) return { type: 'campaign', action, campaign: id, part: String(value.part ?? 'main').slice(0, 100) };
  }
  if (value && typeof value === 'object' && value.guichet === 'approval') {
    return {
      type: 'approval',
      approved: value.decision === 'approve',
      nonce: String(value.nonce ?? ''),
      cardId: activity.replyToId,
    };
  }
  return { type: 'message', text: wordsOf(activity) };
}

async function publicKind(
  activity: Activity,
  mayChooseChannel: ReadActivityOptions['mayChooseChannel'],
): Promise<IncomingKind> {
  const words = wordsOf(activity);
  const channelId = activity.channelData?.teamsChannelId ?? activity.channelData?.channel?.id;
  if (typeof channelId !== 'string' || !asksForSupportChannel(words)) return { type: 'public', words };
  return {
    type: 'supportChannel',
    words,
    channelId,
    teamId: activity.channelData?.team?.aadGroupId ?? activity.channelData?.team?.id,
    allowed: await mayChooseChannel(activity),
  };
}

const asksForSupportChannel = (words: string): boolean =>
  /\bici\b.*\bsupport\b|\bsupport\b.*\bici\b|\bsupport\b.*\bhere\b|\bhere\b.*\bsupport\b/i.test(words);

/** The words without the mention of the bot, which Teams leaves in the text. */
function wordsOf(activity: Activity): string {
  const text = typeof activity.text === 'string' ? activity.text : '';
  const bare = activity.entities?.length ? TurnContext.removeRecipientMention({ ...activity, text }) : text;
  return (bare ?? text)
    .replace(/<at>[^<]*<\/at>/g, ' ')
    .replaceAll('\u0000', '')
    .trim();
}

const languageOfLocale = (locale: string | undefined): 'fr' | 'en' | undefined =>
  locale?.toLowerCase().startsWith('fr') ? 'fr' : locale?.toLowerCase().startsWith('en') ? 'en' : undefined;

/**
 * The id under which a redelivery is recognised (R2). Teams edits and deletes carry the id of the message they are
 * about, and some events carry none: what they say is then part of it.
 */
function identify(activity: Activity): string {
  const id = activity.id ?? '';
  if ((activity.type === 'message' || activity.name === signedInEvent) && id !== '') return id;
  const about = JSON.stringify([activity.type, activity.action, activity.text, String(activity.timestamp ?? ''), id]);
  return `${activity.type}:${createHash('sha256').update(about).digest('base64url').slice(0, 22)}`;
}

function referenceOf(activity: Activity, now: number): StoredReference {
  return {
    conversationKey: conversationKeyOf(activity),
    channelId: activity.channelId,
    serviceUrl: activity.serviceUrl,
    conversationId: activity.conversation.id,
    conversationType: activity.conversation.conversationType ?? 'personal',
    tenantId: activity.conversation.tenantId ?? activity.channelData?.tenant?.id ?? '',
    botId: activity.recipient?.id ?? '',
    userId: activity.from?.id ?? '',
    personId: activity.from?.aadObjectId ?? activity.from?.id ?? '',
    userName: activity.from?.name ?? '',
    locale: activity.locale ?? '',
    installed: true,
    updatedAt: now,
  };
}
