import { beforeEach, expect, test } from 'vitest';
import {
  assignAttachments,
  findAttachmentContent,
  listAttachmentsOfRequest,
  purgeAttachmentsOlderThan,
  saveAttachment,
} from '../../adapters/database/repositories/attachments.ts';
import {
  findReference,
  findReferencesByPerson,
  markUninstalled,
  upsertReference,
} from '../../adapters/database/repositories/conversation-references.ts';
import {
  appendOutgoing,
  findOutgoing,
  findUnfinished,
  markFailed,
  markPending,
  markRefused,
  markSending,
  markSent,
  markUnknown,
  purgeFinishedOlderThan,
} from '../../adapters/database/repositories/outgoing-messages.ts';
import { findSetting, saveSetting, settleSetting } from '../../adapters/database/repositories/settings.ts';
import {
  findSupportChannel,
  listSupportChannels,
  removeSupportChannel,
  saveSupportChannel,
} from '../../adapters/database/repositories/support-channels.ts';
import {
  appendTranscript,
  deleteTranscript,
  editTranscript,
  listTranscript,
  listTranscriptOfRequest,
  purgeTranscriptOlderThan,
} from '../../adapters/database/repositories/transcript.ts';
import { describeOnEachDialect } from '../support/databases.ts';

const NOW = 1_790_000_000_000;
let unique = 0;
let key = '';

beforeEach(() => {
  unique += 1;
  key = `conversation-${unique}`;
});

const message = (id: string, more: object = {}) => ({
  id: `${key}-${id}`,
  conversationKey: key,
  kind: 'message',
  activity: { text: id },
  now: NOW,
  ...more,
});

describeOnEachDialect('outgoing messages', (under) => {
  test('keep their order within a conversation, over commits', async () => {
    const { queries } = under.database;
    await appendOutgoing(queries, [message('z'), message('m')]);
    await appendOutgoing(queries, [message('a'), { ...message('other'), conversationKey: `${key}-other` }]);
    await markSent(queries, [{ id: `${key}-z` }, { id: `${key}-m` }, { id: `${key}-a` }], NOW);
    await appendOutgoing(queries, [message('q'), message('b'), message('k')]);
    const unfinished = await findUnfinished(queries, key);
    expect(unfinished.map((row) => [row.id, row.position])).toEqual([
      [`${key}-q`, 4],
      [`${key}-b`, 5],
      [`${key}-k`, 6],
    ]);
    const all = (await findUnfinished(queries)).filter((row) => row.id.startsWith(`${key}-`));
    expect(all).toHaveLength(4);
  });

  test('R9: posting is an intent first; what is left sending is found again with its attempts', async () => {
    const { queries } = under.database;
    await appendOutgoing(queries, [message('first', { status: 'sending' }), message('second', { notBefore: NOW + 5 })]);
    expect(await markSending(queries, [`${key}-first`, `${key}-second`], NOW)).toHaveLength(2);
    expect(await findUnfinished(queries, key)).toMatchObject([
      { status: 'sending', attempts: 2, notBefore: 0, activity: { text: 'first' } },
      { status: 'sending', attempts: 1, notBefore: NOW + 5 },
    ]);
    await markSent(queries, [{ id: `${key}-first`, activityId: 'teams-1' }, { id: `${key}-second` }], NOW);
    expect(await markSending(queries, [`${key}-first`], NOW)).toEqual([]);
    const rows = await queries
      .selectFrom('outgoing_message')
      .select('activity_id')
      .where('conversation_key', '=', key)
      .orderBy('position')
      .execute();
    expect(rows.map((row) => row.activity_id)).toEqual(['teams-1', null]);
  });

  test('R12: a refused, failed or unknown message is finished; one put back is not', async () => {
    const { queries } = under.database;
    await appendOutgoing(
      queries,
      ['refused', 'failed', 'unknown', 'pending'].map((id) => message(id)),
    );
    await markRefused(queries, `${key}-refused`, '403', NOW);
    await markFailed(queries, `${key}-failed`, '500', NOW);
    await markUnknown(queries, `${key}-unknown`, 'reset', NOW);
    await markSending(queries, [`${key}-pending`], NOW);
    await markPending(queries, `${key}-pending`, { notBefore: NOW + 100, error: '429', unsent: true, now: NOW });
    expect(await findUnfinished(queries, key)).toMatchObject([
      { id: `${key}-pending`, status: 'pending', notBefore: NOW + 100, attempts: 0 },
    ]);
    expect(await findOutgoing(queries, `${key}-refused`)).toMatchObject({ status: 'refused' });
    expect(await purgeFinishedOlderThan(queries, NOW + 1)).toBeGreaterThanOrEqual(3);
    expect(await findOutgoing(queries, `${key}-refused`)).toBeUndefined();
    expect(await findOutgoing(queries, `${key}-pending`)).toMatchObject({ status: 'pending' });
  });
});

describeOnEachDialect('conversation references', (under) => {
  const reference = (serviceUrl: string, updatedAt: number) => ({
    conversationKey: key,
    channelId: 'msteams',
    serviceUrl,
    conversationId: 'a:1',
    conversationType: 'personal',
    tenantId: 'tenant',
    botId: '28:bot',
    userId: '29:user',
    personId: `person-${key}`,
    userName: 'Zoé',
    locale: 'fr-FR',
    installed: true,
    updatedAt,
  });

  test('R15: the newest serviceUrl replaces the stored one, an older one does not', async () => {
    const { queries } = under.database;
    await upsertReference(queries, reference('https://old.example/', NOW));
    await upsertReference(queries, reference('https://new.example/', NOW + 10));
    await upsertReference(queries, reference('https://late.example/', NOW + 5));
    expect(await findReference(queries, key)).toEqual(reference('https://new.example/', NOW + 10));
    expect(await findReferencesByPerson(queries, `person-${key}`)).toHaveLength(1);
  });

  test('an uninstalled conversation is marked, and installed again by its next activity', async () => {
    const { queries } = under.database;
    await upsertReference(queries, reference('https://one.example/', NOW));
    await markUninstalled(queries, key, NOW + 1);
    expect(await findReference(queries, key)).toMatchObject({ installed: false });
    await upsertReference(queries, reference('https://one.example/', NOW + 2));
    expect(await findReference(queries, key)).toMatchObject({ installed: true });
  });
});

describeOnEachDialect('transcript', (under) => {
  const line = (id: string, at: number, more: object = {}) => ({
    id: `${key}-${id}`,
    conversationKey: key,
    at,
    author: 'employee' as const,
    text: id,
    ...more,
  });

  test('keeps what was said in order, by conversation and by request', async () => {
    const { queries } = under.database;
    const requestId = `request-${key}`;
    await appendTranscript(queries, [
      line('second', NOW + 1, { requestId }),
      line('answer', NOW + 1, { author: 'guichet' }),
    ]);
    await appendTranscript(queries, [line('first', NOW)]);
    const texts = (await listTranscript(queries, key)).map((said) => said.text);
    expect(texts).toEqual(['first', 'second', 'answer']);
    expect(await listTranscriptOfRequest(queries, requestId)).toMatchObject([{ text: 'second', author: 'employee' }]);
  });

  test('an edited message shows its newest text, a deleted one shows none', async () => {
    const { queries } = under.database;
    const activityId = `activity-${key}`;
    const edit = { conversationKey: key, activityId, text: 'corrected', now: NOW + 5 };
    await appendTranscript(queries, [line('typo', NOW, { activityId })]);
    expect(await editTranscript(queries, edit)).toBe(true);
    expect(await listTranscript(queries, key)).toMatchObject([{ text: 'corrected', editedAt: NOW + 5 }]);
    expect(await deleteTranscript(queries, { conversationKey: key, activityId, now: NOW + 6 })).toBe(true);
    expect(await listTranscript(queries, key)).toMatchObject([{ text: '', deletedAt: NOW + 6 }]);
    expect(await editTranscript(queries, edit)).toBe(false);
    expect(await deleteTranscript(queries, { conversationKey: key, activityId: 'other', now: NOW })).toBe(false);
  });

  test('R36: what is older than the retention goes, the rest stays', async () => {
    const { queries } = under.database;
    await appendTranscript(queries, [line('old', 1_000), line('new', NOW)]);
    expect(await purgeTranscriptOlderThan(queries, 2_000)).toBe(1);
    expect((await listTranscript(queries, key)).map((said) => said.text)).toEqual(['new']);
  });
});

describeOnEachDialect('attachments, channels, settings', (under) => {
  test('an attachment reads back byte for byte, under the request it is given', async () => {
    const { queries } = under.database;
    const content = Buffer.from([0, 255, 10, 13, 128]);
    const attachment = {
      id: key,
      conversationKey: key,
      name: 'écran.png',
      contentType: 'image/png',
      content,
      receivedAt: NOW,
    };
    const saved = await saveAttachment(queries, attachment);
    expect(saved).toMatchObject({ size: 5, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    await assignAttachments(queries, key, `request-${key}`);
    const listed = await listAttachmentsOfRequest(queries, `request-${key}`);
    expect(listed).toEqual([{ ...saved, requestId: `request-${key}` }]);
    expect((await findAttachmentContent(queries, key))?.equals(content)).toBe(true);
    expect(await findAttachmentContent(queries, 'none')).toBeUndefined();
    expect(await purgeAttachmentsOlderThan(queries, NOW + 1)).toBe(1);
  });

  test('tickets go to the channel of their group, else to the default one', async () => {
    const { queries } = under.database;
    const channel = (conversationId: string, groupId: string | undefined, chosenAt: number) => ({
      conversationId,
      serviceUrl: 'https://smba.example/',
      tenantId: 'tenant',
      teamId: undefined,
      groupId,
      botId: '28:bot',
      chosenBy: 'admin',
      chosenAt,
    });
    expect(await findSupportChannel(queries, 'network')).toBeUndefined();
    await saveSupportChannel(queries, channel('19:default', undefined, NOW));
    await saveSupportChannel(queries, channel('19:network', 'network', NOW + 1));
    expect(await findSupportChannel(queries, 'network')).toEqual(channel('19:network', 'network', NOW + 1));
    expect(await findSupportChannel(queries, 'printing')).toMatchObject({ conversationId: '19:default' });
    await saveSupportChannel(queries, channel('19:network', undefined, NOW + 2));
    expect(await findSupportChannel(queries, 'network')).toMatchObject({ conversationId: '19:network' });
    await removeSupportChannel(queries, '19:network');
    expect(await listSupportChannels(queries)).toHaveLength(1);
  });

  test('a setting is replaced; a settled one keeps its first value', async () => {
    const { queries } = under.database;
    expect(await findSetting(queries, key)).toBeUndefined();
    expect(await settleSetting(queries, key, 'first')).toBe('first');
    expect(await settleSetting(queries, key, 'second')).toBe('first');
    await saveSetting(queries, key, 'third');
    expect(await findSetting(queries, key)).toBe('third');
  });
});
