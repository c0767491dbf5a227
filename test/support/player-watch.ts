import type { Content } from '../../bot/content.ts';
import { holds } from '../../dialogs/engine/conditions.ts';
import type { ConversationState, Effect, Text } from '../../dialogs/index.ts';
import { detectLanguage, step } from '../../dialogs/index.ts';
import type { EngineChat, PlayerEvent } from './engine.ts';

const misunderstood = ['misread.once', 'misread.kept', 'misread.known'];

/** Holds every turn of a conversation to what must always be true of it. */
export class Watch {
  turns = 0;
  readonly outcomes: string[] = [];
  readonly #content: Content;
  readonly #chat: EngineChat;
  readonly #lines: string[] = [];
  readonly #requests = new Set<string>();
  /** Questions asked of each request. */
  readonly #asked = new Map<string, Set<string>>();
  readonly #misread = new Map<string, number>();

  constructor(content: Content, chat: EngineChat) {
    this.#content = content;
    this.#chat = chat;
  }

  fail(what: string): never {
    throw new Error(`${what}\n${this.#lines.join('\n')}`);
  }

  play(event: PlayerEvent, pause?: number): void {
    const before = this.#chat.state;
    const known = JSON.stringify(before);
    this.turns += 1;
    this.#lines.push(`> ${JSON.stringify(event)}${pause ? ` after ${pause / 3600_000} h` : ''}`);
    const effects = this.#attempt(() => this.#chat.play(event, pause));
    this.#lines.push(`< ${this.#attempt(() => this.#chat.read(effects))}`);
    if (JSON.stringify(before) !== known) this.fail('the given state was changed');
    this.#isRepeatable(before, event);
    this.#isReadable(effects);
    this.#asksOnce(effects);
    this.#asksNothingKnown();
    this.#contradictsNothing(before);
    this.#understands(effects, before);
    for (const effect of effects) this.#endsWell(effect);
  }

  #attempt<T>(what: () => T): T {
    try {
      return what();
    } catch (cause) {
      return this.fail(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
    }
  }

  #isRepeatable(state: ConversationState, event: PlayerEvent): void {
    const again = () => JSON.stringify(step(this.#content.kit, state, { ...event, uid: 'u' } as never, this.#chat.now));
    const [first, second] = [again(), again()];
    if (first !== second) this.fail('the same input gave two outputs');
  }

  /** Every text exists in both languages, says something, has no hole, and is in the language of the conversation. */
  #isReadable(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type !== 'say' && effect.type !== 'ask') continue;
      const texts = [effect.text, ...(effect.type === 'ask' ? effect.choices.map((choice) => choice.label) : [])];
      for (const text of texts) {
        for (const language of ['fr', 'en'] as const) {
          const written = this.#write(text, language);
          if (written.trim() === '') this.fail(`an empty text in ${language}: ${JSON.stringify(text)}`);
          if (/\{[A-Za-z]/.test(written) || /undefined|\[object/.test(written)) this.fail(`a hole in « ${written} »`);
        }
      }
      const { prompt, language } = this.#chat.state;
      if (effect.type !== 'ask' || (prompt?.kind !== 'fact' && prompt?.kind !== 'step')) continue;
      const detected = detectLanguage(this.#write(effect.text, language));
      const wrong = detected.language !== undefined && detected.language !== language && detected.confidence > 0.8;
      if (wrong) this.fail(`asked in ${detected.language} instead of ${language}`);
    }
  }

  #write(text: Text, language: 'fr' | 'en'): string {
    const extra = { reference: 'GU-2026-000001', own: { data: '14:40' } };
    return this.#content.texts.write(text, { language, as: 'markdown', extra, now: this.#chat.now });
  }

  /** One question a turn, after everything that is said, and `state.prompt` is what it asks. */
  #asksOnce(effects: readonly Effect[]): void {
    const spoken = effects.filter((effect) => effect.type === 'say' || effect.type === 'ask');
    const asks = spoken.filter((effect) => effect.type === 'ask');
    if (asks.length > 1) this.fail('two questions at once');
    if (asks.length === 1 && spoken.at(-1)?.type !== 'ask') this.fail('something is said after the question');
    if (asks.length === 1 && !this.#chat.state.prompt) this.fail('a question that no answer is expected to');
    if (this.#chat.state.awaiting) this.fail('still waiting');
  }

  /** A fact that is known is not asked; a step that was tried is not proposed; sentences are said once. */
  #asksNothingKnown(): void {
    const { active, prompt, parked } = this.#chat.state;
    if (active && prompt?.kind === 'fact') {
      if (active.facts.some((fact) => fact.id === prompt.factId)) this.fail(`${prompt.factId} is asked though known`);
      const asked = this.#asked.get(active.id) ?? new Set();
      this.#asked.set(active.id, asked.add(prompt.factId));
    }
    if (active && prompt?.kind === 'step' && active.steps.some((tried) => tried.stepId === prompt.stepId)) {
      this.fail(`${prompt.stepId} is proposed again`);
    }
    for (const request of [...(active ? [active] : []), ...parked]) {
      this.#requests.add(request.id);
      if (new Set(request.said).size < request.said.length) this.fail('a sentence was said twice');
    }
  }

  /** Every answer that was asked for still arises from the other answers; what steps taught may go without it. */
  #contradictsNothing(before: ConversationState): void {
    const { active } = this.#chat.state;
    if (!active?.code || before.active?.id !== active.id) return;
    const script = this.#content.kit.scripts.get(active.code)!;
    const asked = this.#asked.get(active.id) ?? new Set();
    for (const id of asked) {
      // Dropped by a correction: what is said of it later was not asked.
      const { prompt } = this.#chat.state;
      const open = prompt?.kind === 'fact' && prompt.factId === id;
      if (!open && !active.facts.some((fact) => fact.id === id)) asked.delete(id);
    }
    for (const fact of active.facts) {
      const definition = script.facts.find((each) => each.id === fact.id)!;
      const clauses = [definition.when ?? {}].flat();
      const ofAnswers = clauses.every((clause) =>
        Object.keys(clause).every((id) => script.facts.find((each) => each.id === id)?.ask),
      );
      const wasAsked = definition.kind !== 'text' && asked.has(fact.id) && fact.source === 'said';
      if (wasAsked && ofAnswers && !holds(definition.when, active.facts))
        this.fail(`${fact.id} no longer arises, and is kept`);
    }
  }

  /** « Je n'ai pas compris » is not said a third time in a request. */
  #understands(effects: readonly Effect[], before: ConversationState): void {
    const id = before.active?.id;
    const said = effects.filter(
      (each) => each.type === 'say' && 'key' in each.text && misunderstood.includes(each.text.key),
    );
    if (id === undefined || said.length === 0) return;
    const total = (this.#misread.get(id) ?? 0) + said.length;
    this.#misread.set(id, total);
    if (total > 2) this.fail('a third misunderstanding');
  }

  #endsWell(effect: Effect): void {
    if (effect.type === 'close') this.outcomes.push(effect.outcome);
    if (effect.type !== 'escalate') return;
    this.outcomes.push('escalated');
    const { draft } = effect;
    if (draft.title === '' || draft.title.length > 80) this.fail(`the title « ${draft.title} »`);
    if (/^[,:\s]|[,:]\s*$|:\s*,|\{/.test(draft.title)) this.fail(`the title « ${draft.title} »`);
    const lines = draft.summary.split('\n');
    if (lines.length > 5 || lines.some((line) => line.trim() === '')) this.fail(`the summary « ${draft.summary} »`);
    if (draft.facts.some((fact) => fact.label === '' || fact.value === '')) this.fail('an empty fact');
    if (draft.language !== this.#chat.state.language) this.fail('the ticket is in the other language');
    const linked = draft.linkedRequestId;
    if (linked !== undefined && !this.#requests.has(linked)) this.fail(`linked to ${linked}, which nobody knows`);
  }
}
