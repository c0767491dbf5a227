import { SupportError } from '../../support-error.ts';
import type { CompletionRequest, LanguageModel, LanguageModelSettings } from '../port.ts';

/** Longer answers than any that is shown; a model that goes on and on is cut off there. */
const mostTokens = 700;
const mostCharacters = 8000;

/**
 * Any OpenAI-compatible endpoint, Azure OpenAI included, through LangChain. Its packages are heavy and are loaded at the
 * first question. Nothing is repeated here: the caller's deadline is short, and its own answer is ready.
 */
export function openOpenAi(settings: LanguageModelSettings): LanguageModel {
  let chat: ReturnType<typeof createChat> | undefined;
  const opened = () => {
    chat ??= createChat(settings);
    return chat;
  };
  return {
    model: settings.model,
    endpoint: new URL(settings.baseUrl).origin,
    async complete(request) {
      try {
        return await stream(await opened(), request);
      } catch (cause) {
        throw wrap(cause);
      }
    },
  };
}

async function createChat({ provider, apiKey, baseUrl, model, apiVersion }: LanguageModelSettings) {
  const { initChatModel } = await import('langchain');
  const shared = { apiKey, temperature: 0, maxTokens: mostTokens, maxRetries: 0, streamUsage: false };
  if (provider === 'openai') {
    return await initChatModel(model, {
      ...shared,
      modelProvider: 'openai',
      useResponsesApi: false,
      configuration: { baseURL: baseUrl },
    });
  }
  return await initChatModel(model, {
    ...shared,
    modelProvider: 'azure_openai',
    azureOpenAIApiKey: apiKey,
    azureOpenAIEndpoint: baseUrl,
    azureOpenAIApiDeploymentName: model,
    azureOpenAIApiVersion: apiVersion,
  });
}

async function stream(
  chat: Awaited<ReturnType<typeof createChat>>,
  { instructions, question, signal, onText }: CompletionRequest,
): Promise<string> {
  let written = '';
  const messages = [
    { role: 'system', content: instructions },
    { role: 'user', content: question },
  ];
  for await (const chunk of await chat.stream(messages, { signal })) {
    // What is no text, a tool call for instance, is not read at all (R35).
    const { text } = chunk;
    if (typeof text !== 'string' || text === '') continue;
    written += text;
    if (written.length > mostCharacters) break;
    onText?.(written);
  }
  return written.slice(0, mostCharacters);
}

/** A refusal (a wrong key, an unknown model) is not worth repeating; everything else may pass. */
function wrap(cause: unknown): SupportError {
  const status = (cause as { status?: unknown } | undefined)?.status;
  const refused = typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429;
  return refused
    ? new SupportError('model_refused', `the model's endpoint answered ${status}`, { cause })
    : new SupportError('model_failed', 'the model gave no answer', { retryable: true, cause });
}
