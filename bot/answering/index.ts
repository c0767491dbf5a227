import type { Logger } from 'pino';
import type { Queries } from '../../adapters/database/port.ts';
import type { StoredReference } from '../../adapters/database/repositories/conversation-references.ts';
import type { LanguageModel } from '../../adapters/language-model/port.ts';
import type { Text } from '../../dialogs/index.ts';
import { type Draft, draftAnswer, type Language, type Passage } from '../../knowledge/index.ts';
import type { Connector } from '../channel/connector.ts';
import { redact } from '../middleware/redaction.ts';
import { createBreaker } from '../self-service/breaker.ts';
import { isAccepted, type ModelTerms } from './acceptance.ts';
import { createAllowance } from './allowance.ts';
import { startStream } from './stream.ts';

export interface Answering {
  readonly terms: ModelTerms;
  /** Where a model reads what people ask, as `privacy` tells it. */
  readonly notice: Text;
  /** An administrator accepted the model. */
  isOn(): Promise<boolean>;
  /** A checked answer, or none within the deadline: never throws. `stream` ends with the message that is committed. */
  draft(
    question: string,
    passages: readonly Passage[],
    language: Language,
    personId: string,
    reference: StoredReference | undefined,
  ): Promise<{ readonly draft: Draft | undefined; readonly stream: string | undefined }>;
}

export interface AnsweringOptions {
  readonly model: LanguageModel;
  readonly region: string | undefined;
  readonly queries: Queries;
  readonly connector: Connector;
  readonly logger: Logger;
  readonly now: () => number;
  /** ms */
  readonly deadline?: number;
}

export function createAnswering(options: AnsweringOptions): Answering {
  const { model, region, queries, connector, logger, now, deadline = 8000 } = options;
  const terms: ModelTerms = { endpoint: model.endpoint, model: model.model, region };
  const breaker = createBreaker({ now });
  const allowance = createAllowance({ now });
  const where: Text = region === undefined ? { key: 'privacy.model.region.unknown' } : { data: region };
  return {
    terms,
    notice: { key: 'privacy.model', with: { endpoint: { data: model.endpoint }, region: where } },
    isOn: () => isAccepted(queries, terms),
    async draft(question, passages, language, personId, reference) {
      if (!allowance.take(personId)) return { draft: undefined, stream: undefined };
      const stopping = new AbortController();
      const personal = reference?.conversationType === 'personal';
      const stream = reference && personal ? startStream({ connector, reference, language }) : undefined;
      const late = Promise.withResolvers<undefined>();
      const timer = setTimeout(() => {
        stopping.abort();
        late.resolve(undefined);
      }, deadline);
      const asked = breaker.call(() =>
        draftAnswer(model, question, passages, language, {
          redact: (text) => redact(text).text,
          signal: stopping.signal,
          onSentences: (sentences) => stream?.show(sentences.map(({ text }) => text).join(' ')),
        }),
      );
      try {
        const draft = await Promise.race([asked, late.promise]);
        if (stopping.signal.aborted) logger.info({ deadline }, 'the model was too slow; the extract is shown');
        return { draft, stream: await stream?.end() };
      } catch (error) {
        logger.info({ error }, 'the model gave no answer; the extract is shown');
        return { draft: undefined, stream: await stream?.end() };
      } finally {
        clearTimeout(timer);
        asked.catch(() => {});
        stopping.abort();
      }
    },
  };
}
