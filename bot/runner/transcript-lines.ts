import type { Queries } from '../../adapters/database/port.ts';
import {
  deleteTranscript,
  editTranscript,
  type NewTranscriptLine,
} from '../../adapters/database/repositories/transcript.ts';
import type { ConversationState } from '../../dialogs/index.ts';
import { orderedId } from './ids.ts';
import type { Incoming } from './incoming.ts';

/** What the employee said in this turn, masked; a pressed button is said as its label. */
export function employeeLines(
  batch: readonly Incoming[],
  before: ConversationState,
  requestId: string | undefined,
): NewTranscriptLine[] {
  return batch.flatMap(({ kind, conversationKey, activityId, receivedAt, attachments, reference }) => {
    const line = (text: string): NewTranscriptLine[] => [
      {
        id: orderedId(receivedAt),
        conversationKey,
        requestId,
        at: receivedAt,
        author: 'employee',
        authorName: reference.userName,
        text,
        activityId,
      },
    ];
    if (kind.type === 'choice') return line(labelOf(before, kind.choice) ?? kind.choice);
    if (kind.type !== 'message') return [];
    const files = attachments.map((attachment) => `[${attachment.name ?? attachment.contentType}]`).join(' ');
    return line([kind.text, files].filter(Boolean).join('\n'));
  });
}

/** The label of a button as it was shown; what a forged press names is no button, `__proto__` included. */
export const labelOf = ({ prompt }: ConversationState, choice: string): string | undefined =>
  prompt?.choices && Object.hasOwn(prompt.choices, choice) ? prompt.choices[choice] : undefined;

/** Edited and deleted messages change what was kept of them. */
export async function changeTranscript(db: Queries, batch: readonly Incoming[], now: number): Promise<void> {
  for (const { kind, conversationKey } of batch) {
    if (kind.type === 'edited') {
      await editTranscript(db, { conversationKey, activityId: kind.editedId, text: kind.text, now });
    }
    if (kind.type === 'deleted') await deleteTranscript(db, { conversationKey, activityId: kind.deletedId, now });
  }
}
