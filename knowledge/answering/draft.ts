import type { LanguageModel } from '../../adapters/language-model/port.ts';
import type { Language } from '../language.ts';
import type { Passage } from '../types.ts';
import { checkDraft, type DraftedSentence } from './check-draft.ts';
import { draftRequest } from './prompt.ts';

export interface Draft {
  readonly sentences: readonly DraftedSentence[];
  /** Those that the sentences cite by position, from 1. */
  readonly passages: readonly Passage[];
}

export interface DraftOptions {
  /** Masks secrets before anything is sent (R30). */
  readonly redact: (text: string) => string;
  readonly signal: AbortSignal;
  /** Told of the sentences that stand so far, each time there is one more. */
  readonly onSentences?: (sentences: readonly DraftedSentence[]) => void;
}

/** Characters; less is no answer, and the extract serves better. */
const leastLength = 25;

/**
 * A short answer written by a model from passages, checked sentence by sentence; undefined when little of it stands.
 * @throws what the model throws
 */
export async function draftAnswer(
  model: LanguageModel,
  question: string,
  passages: readonly Passage[],
  language: Language,
  { redact, signal, onSentences }: DraftOptions,
): Promise<Draft | undefined> {
  const readable = passages.filter((passage) => passage.language === language);
  if (readable.length === 0) return undefined;
  const request = draftRequest(redact(question), readable, language);
  let shown = 0;
  const written = await model.complete({
    ...request,
    signal,
    ...(onSentences && {
      onText: (soFar: string) => {
        const standing = checkDraft(soFar, readable, language, false);
        if (standing.length <= shown) return;
        shown = standing.length;
        onSentences(standing);
      },
    }),
  });
  const sentences = checkDraft(written, readable, language);
  const length = sentences.reduce((sum, { text }) => sum + text.length, 0);
  return length < leastLength ? undefined : { sentences, passages: readable };
}
