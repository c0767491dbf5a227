import { openNone } from './none/index.ts';
import { openOpenAi } from './openai/index.ts';
import type { LanguageModel, LanguageModelSettings } from './port.ts';

/** Names are those of the folders. */
export const languageModels: Readonly<Record<string, (settings: LanguageModelSettings) => LanguageModel | undefined>> =
  { openai: openOpenAi, none: openNone };

/** Undefined where no model is set. */
export function openLanguageModel(settings: LanguageModelSettings | undefined): LanguageModel | undefined {
  return settings ? languageModels.openai!(settings) : languageModels.none!(undefined as never);
}
