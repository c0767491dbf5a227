import type { Activity } from 'botbuilder';
import type { StoredReference } from '../../adapters/database/repositories/conversation-references.ts';
import type { Language } from '../../knowledge/index.ts';
import type { Connector } from '../channel/connector.ts';
import { destinationOf } from '../delivery/destination.ts';
import { escapeMarkdown } from '../rendering/markdown.ts';

/** An answer shown while it is written, in a chat with one person. Best effort, outside the outbox (R9). */
export interface AnswerStream {
  /** All that stands so far: text is cumulative on the wire. */
  show(text: string): void;
  /** The stream's id for the final message; undefined where nothing was begun, or the channel did not go along. */
  end(): Promise<string | undefined>;
}

export interface StreamOptions {
  readonly connector: Connector;
  readonly reference: StoredReference;
  readonly language: Language;
  /** ms before anything is shown; a quick answer is not streamed. */
  readonly patience?: number;
  /** ms between two posts: Teams takes one a second. */
  readonly pace?: number;
}

const searching: Readonly<Record<Language, string>> = {
  fr: 'Je relis les articles qui répondent à votre question…',
  en: 'I am reading the articles that answer your question…',
};
/** ms; a slow channel must not hold up the answer. */
const postDeadline = 2000;

export function startStream({
  connector,
  reference,
  language,
  patience = 1000,
  pace = 1000,
}: StreamOptions): AnswerStream {
  const destination = destinationOf(reference);
  let id: string | undefined;
  let sequence = 0;
  let text = '';
  let posted = '';
  let refused = false;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();

  const post = async (): Promise<void> => {
    const streaming = text !== '';
    if (refused || ended || (sequence > 0 && text === posted)) return;
    sequence += 1;
    const activity = {
      type: 'typing',
      text: streaming ? escapeMarkdown(text) : searching[language],
      entities: [
        {
          type: 'streaminfo',
          streamType: streaming ? 'streaming' : 'informative',
          streamSequence: sequence,
          ...(id === undefined ? {} : { streamId: id }),
        },
      ],
    } as Partial<Activity>;
    const shown = text;
    try {
      const sent = await connector.send(destination, activity, AbortSignal.timeout(postDeadline));
      id ??= sent.id || undefined;
      posted = shown;
      // Without an id nothing more belongs to it.
      if (id === undefined) refused = true;
    } catch {
      // 403 `ContentStreamNotAllowed`: the reader stopped it, or this chat has none. Any other failure ends it as well.
      refused = true;
    }
  };
  const tick = (): void => {
    running = post().then(() => {
      if (!refused && !ended) timer = setTimeout(tick, pace);
    });
  };
  timer = setTimeout(tick, patience);
  return {
    show(soFar) {
      text = soFar;
    },
    async end() {
      ended = true;
      clearTimeout(timer);
      await running;
      return refused ? undefined : id;
    },
  };
}
