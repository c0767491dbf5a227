/** What is asked of a model: words in, words out. It is given no tool, so that nothing it says can act (R35). */
export interface CompletionRequest {
  readonly instructions: string;
  /** Redacted by the caller before it gets here (R30). */
  readonly question: string;
  /** Aborted when the answer is no longer wanted; the call ends with it (R7). */
  readonly signal: AbortSignal;
  /** Told of all that was written so far, each time there is more. */
  readonly onText?: (soFar: string) => void;
}

/** A language model behind an endpoint. Never needed: whoever calls it has an answer of its own (DESIGN §7). */
export interface LanguageModel {
  readonly model: string;
  /** Origin of the address that what is asked goes to, as people and administrators are told. */
  readonly endpoint: string;
  /** @throws SupportError `model_failed` or `model_refused`; retryable where the same call may succeed later. */
  complete(request: CompletionRequest): Promise<string>;
}

export interface LanguageModelSettings {
  readonly provider: 'openai' | 'azure_openai';
  readonly apiKey: string;
  /** The endpoint of an OpenAI-compatible service, or of the Azure OpenAI resource. */
  readonly baseUrl: string;
  /** The model's name; at Azure, the deployment's. */
  readonly model: string;
  /** Azure alone: its `api-version`. */
  readonly apiVersion: string | undefined;
}
