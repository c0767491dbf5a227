import type { Queries } from '../port.ts';

export interface ShownAnswer {
  /** Id of the outgoing message. */
  readonly messageId: string;
  /** Redacted. */
  readonly query: string;
  readonly articleIds: readonly string[];
  /** epoch ms */
  readonly shownAt: number;
}

export interface AnswerFeedback extends ShownAnswer {
  readonly reaction: 'like' | 'dislike';
  /** Redacted; empty where nothing was written. */
  readonly words: string;
  readonly reactedAt: number;
}

export async function recordShownAnswer(db: Queries, { messageId, query, articleIds, shownAt }: ShownAnswer) {
  await db
    .insertInto('answer_feedback')
    .values({ message_id: messageId, query, article_ids: JSON.stringify(articleIds), shown_at: shownAt })
    .execute();
}

/** The last word counts. False when the message shown in that conversation is no answer of a model. */
export async function recordReaction(
  db: Queries,
  {
    conversationKey,
    activityId,
    reaction,
    words,
    now,
  }: {
    readonly conversationKey: string;
    /** What the channel calls the message. */
    readonly activityId: string;
    readonly reaction: AnswerFeedback['reaction'];
    readonly words: string;
    readonly now: number;
  },
): Promise<boolean> {
  const changed = await db
    .updateTable('answer_feedback')
    .set({ reaction, words, reacted_at: now })
    .where('message_id', 'in', (where) =>
      where
        .selectFrom('outgoing_message')
        .select('id')
        .where('conversation_key', '=', conversationKey)
        .where('activity_id', '=', activityId),
    )
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** Answers that people judged since, newest first: what the list of gaps reads. */
export async function listAnswerFeedback(db: Queries, since: number): Promise<AnswerFeedback[]> {
  const rows = await db
    .selectFrom('answer_feedback')
    .selectAll()
    .where('reacted_at', '>=', since)
    .orderBy('reacted_at', 'desc')
    .execute();
  return rows.map((row) => ({
    messageId: row.message_id,
    query: row.query,
    articleIds: JSON.parse(row.article_ids) as string[],
    shownAt: row.shown_at,
    reaction: row.reaction as AnswerFeedback['reaction'],
    words: row.words ?? '',
    reactedAt: row.reacted_at!,
  }));
}

/** Returns how many. */
export async function forgetAnswerFeedback(db: Queries, before: number): Promise<number> {
  const gone = await db.deleteFrom('answer_feedback').where('shown_at', '<', before).executeTakeFirst();
  return Number(gone.numDeletedRows);
}
