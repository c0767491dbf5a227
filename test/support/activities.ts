import { randomUUID } from 'node:crypto';
import type { Activity } from 'botbuilder';

export const tenantId = '00000000-0000-0000-0000-00000000aaaa';

export const employee = {
  id: '29:odile',
  name: 'Odile Marchand',
  aadObjectId: '11111111-1111-1111-1111-111111111111',
};

export interface MessageOptions {
  readonly id?: string;
  readonly from?: { readonly id?: string; readonly name?: string; readonly aadObjectId?: string };
  readonly conversationId?: string;
  readonly conversationType?: 'personal' | 'groupChat' | 'channel';
  readonly locale?: string;
  /** What a card's button submits. */
  readonly value?: unknown;
  /** Laid over the whole activity. */
  readonly override?: Partial<Record<keyof Activity, unknown>>;
}

/** What Teams sends when somebody writes, in the shape of its own examples. */
export function messageActivity(serviceUrl: string, text: string, options: MessageOptions = {}): Partial<Activity> {
  const from = { ...employee, ...options.from };
  const type = options.conversationType ?? 'personal';
  const { value, override } = options;
  return {
    type: 'message',
    id: options.id ?? randomUUID(),
    timestamp: new Date().toISOString() as unknown as Date,
    channelId: 'msteams',
    serviceUrl,
    from,
    recipient: { id: '28:guichet', name: 'Guichet' },
    conversation: {
      id: options.conversationId ?? `a:${from.id}`,
      conversationType: type,
      tenantId,
      ...(type === 'personal' ? {} : { isGroup: true }),
    } as Activity['conversation'],
    channelData: { tenant: { id: tenantId } },
    text,
    textFormat: 'plain',
    locale: options.locale ?? 'fr-FR',
    ...(value === undefined ? {} : { value }),
    ...(override as Partial<Activity>),
  };
}
