import { randomUUID } from 'node:crypto';
import { employee, messageActivity } from './activities.ts';
import type { Answer, FakeChannel, Received } from './channel.ts';

/** What a person reads of one message: its words and its buttons. */
export interface Read {
  readonly words: string;
  readonly choices: readonly string[];
  readonly received: Received;
}

/** One employee in one personal chat: says, presses, and reads what comes back, as Teams would show it. */
export class Chat {
  readonly conversationId: string;
  readonly person: { id: string; name: string; aadObjectId: string };
  readonly #channel: FakeChannel;
  readonly #botUrl: () => string;
  #read = 0;

  constructor(channel: FakeChannel, botUrl: string | (() => string), name: string = employee.name) {
    const key = randomUUID();
    this.#channel = channel;
    this.#botUrl = typeof botUrl === 'string' ? () => botUrl : botUrl;
    this.conversationId = `a:${key}`;
    this.person = { id: `29:${key}`, name, aadObjectId: key };
  }

  /** Everything the bot posted here, updates of earlier cards left out. */
  messages(): Received[] {
    return this.#channel.received.filter(
      (each) =>
        each.conversationId === this.conversationId &&
        (each.call === 'send' || each.call === 'reply') &&
        each.type === 'message',
    );
  }

  post(activity: object): Promise<Answer> {
    const base = messageActivity(this.#channel.url, '', {});
    const conversation = { ...base.conversation, id: this.conversationId };
    return this.#channel.post(this.#botUrl(), {
      ...base,
      from: this.person,
      conversation,
      id: randomUUID(),
      ...activity,
    });
  }

  async say(text: string, more: object = {}): Promise<Read> {
    await this.#accepted(this.post({ text, ...more }));
    return this.next();
  }

  /** Presses a button of the last message that has it, by its label. */
  async press(label: string): Promise<Read> {
    const card = this.messages().findLast((message) => actionsOf(message).some((action) => action.title === label));
    const action = card && actionsOf(card).find((each) => each.title === label);
    if (!card || !action) throw new Error(`no button « ${label} » in:\n${this.transcript()}`);
    await this.#accepted(this.post({ text: undefined, value: action.data, replyToId: card.sentId }));
    return this.next();
  }

  /** The next message that was not read yet. */
  async next(ms = 10_000): Promise<Read> {
    const end = Date.now() + ms;
    while (this.messages().length <= this.#read) {
      if (Date.now() > end) throw new Error(`no answer within ${ms} ms after:\n${this.transcript()}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const received = this.messages()[this.#read]!;
    this.#read += 1;
    return read(received);
  }

  transcript(): string {
    return this.messages()
      .map(
        (message) =>
          `${read(message).words} ${read(message)
            .choices.map((choice) => `[${choice}]`)
            .join(' ')}`,
      )
      .join('\n---\n');
  }

  async #accepted(answer: Promise<Answer>): Promise<void> {
    const { status, body } = await answer;
    if (status !== 200) throw new Error(`the bot answered ${status}: ${JSON.stringify(body)}`);
  }
}

interface CardAction {
  readonly title: string;
  readonly data: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: cards arrive as JSON
const cardOf = (message: Received): any => message.attachments?.[0]?.content;

const actionsOf = (message: Received): readonly CardAction[] => cardOf(message)?.actions ?? [];

/** Words and buttons of a message, card or text. */
export function read(message: Received): Read {
  const card = cardOf(message);
  const words = card ? card.body.map((block: { text?: string }) => block.text ?? '').join('\n') : (message.text ?? '');
  return { words, choices: actionsOf(message).map((action) => action.title), received: message };
}
