import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { Database } from '../../adapters/database/port.ts';
import { recordReaction } from '../../adapters/database/repositories/answer-feedback.ts';
import { redact } from '../middleware/redaction.ts';
import { conversationKeyOf } from '../runner/conversation-order.ts';

/** Takes what Teams' feedback buttons send; a form that is not theirs is passed over. */
export type TakeFeedback = (activity: Activity) => Promise<void>;

const longest = 2000;
/** `feedback` is JSON in a text: `{"feedbackText": "…"}`. */
const submitted = z.object({
  actionName: z.literal('feedback').optional(),
  actionValue: z.object({ reaction: z.enum(['like', 'dislike']), feedback: z.unknown().optional() }),
});

export const feedbackInvoke = 'message/submitAction';

export function createTakeFeedback(database: Database, now: () => number): TakeFeedback {
  return async (activity) => {
    const parsed = submitted.safeParse(activity.value);
    if (!parsed.success || !activity.replyToId) return;
    const { reaction, feedback } = parsed.data.actionValue;
    await recordReaction(database.queries, {
      conversationKey: conversationKeyOf(activity),
      activityId: activity.replyToId,
      reaction,
      words: redact(wordsOf(feedback).slice(0, longest)).text,
      now: now(),
    });
  };
}

function wordsOf(feedback: unknown): string {
  if (typeof feedback !== 'string') return '';
  try {
    const { feedbackText } = JSON.parse(feedback) as { feedbackText?: unknown };
    return typeof feedbackText === 'string' ? feedbackText : '';
  } catch {
    return feedback;
  }
}
