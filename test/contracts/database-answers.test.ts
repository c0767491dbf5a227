import { expect, test } from 'vitest';
import {
  forgetAnswerFeedback,
  listAnswerFeedback,
  recordReaction,
  recordShownAnswer,
} from '../../adapters/database/repositories/answer-feedback.ts';
import { appendOutgoing, markSent } from '../../adapters/database/repositories/outgoing-messages.ts';
import { describeOnEachDialect } from '../support/databases.ts';

const NOW = 1_790_000_000_000;

describeOnEachDialect('answers of a model and what people say of them', (under) => {
  test('a reaction finds its answer by what the channel calls it, in that conversation alone; the last word counts', async () => {
    const { queries } = under.database;
    const activity = { text: 'answer' };
    await appendOutgoing(queries, [{ id: 'shown', conversationKey: 'one', kind: 'reply', activity, now: NOW }]);
    await markSent(queries, [{ id: 'shown', activityId: 'teams-1' }], NOW);
    await recordShownAnswer(queries, { messageId: 'shown', query: 'vpn?', articleIds: ['vpn-connect'], shownAt: NOW });
    expect(await listAnswerFeedback(queries, 0)).toEqual([]);

    const reacted = { activityId: 'teams-1', words: 'too long', now: NOW + 1 };
    expect(await recordReaction(queries, { ...reacted, conversationKey: 'other', reaction: 'like' })).toBe(false);
    expect(await recordReaction(queries, { ...reacted, conversationKey: 'one', reaction: 'like' })).toBe(true);
    await recordReaction(queries, { ...reacted, conversationKey: 'one', reaction: 'dislike' });
    expect(await listAnswerFeedback(queries, NOW)).toEqual([
      {
        messageId: 'shown',
        query: 'vpn?',
        articleIds: ['vpn-connect'],
        shownAt: NOW,
        reaction: 'dislike',
        words: 'too long',
        reactedAt: NOW + 1,
      },
    ]);
    expect(await forgetAnswerFeedback(queries, NOW)).toBe(0);
    expect(await forgetAnswerFeedback(queries, NOW + 1)).toBe(1);
  });
});
