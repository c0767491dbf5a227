import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { NewAttachment } from '../../adapters/database/repositories/attachments.ts';
import { SupportError } from '../../adapters/support-error.ts';
import type { Effect } from '../../dialogs/index.ts';
import type { Connector } from '../channel/connector.ts';
import type { Incoming } from './incoming.ts';

export interface KeptAttachments {
  readonly files: readonly NewAttachment[];
  /** What could not be kept, said to the employee with the reason. */
  readonly refusals: readonly Effect[];
}

/** Fetches what came with the messages: allow-listed hosts and types, 20 MB each (connector.download). */
export async function keepAttachments(
  connector: Connector,
  batch: readonly Incoming[],
  logger: Logger,
  now: number,
): Promise<KeptAttachments> {
  const files: NewAttachment[] = [];
  const refusals: Effect[] = [];
  for (const { attachments, conversationKey } of batch) {
    for (const attachment of attachments) {
      try {
        const file = await connector.download(attachment, AbortSignal.timeout(20_000));
        files.push({
          id: randomUUID(),
          conversationKey,
          name: file.name,
          contentType: file.contentType,
          content: file.bytes,
          receivedAt: now,
        });
      } catch (cause) {
        const code = cause instanceof SupportError ? cause.code : 'unknown';
        logger.info({ code }, 'attachment refused');
        refusals.push({
          type: 'say',
          text: {
            key: 'attachment.refused',
            with: { names: { data: attachment.name ?? '?' }, why: { key: `attachment.refused.${reasonOf(code)}` } },
          },
        });
      }
    }
  }
  return { files, refusals };
}

const reasonOf = (code: string): 'type' | 'size' | 'unreachable' =>
  code === 'size' ? 'size' : code === 'type' || code === 'address' ? 'type' : 'unreachable';
