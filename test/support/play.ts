import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { FakeChannel } from './channel.ts';
import { Chat, type Read } from './conversation.ts';
import type { MemoryTenant } from './memory-tenant.ts';
import { attachmentOf } from './play-files.ts';
import { faultsOf, matches } from './play-matching.ts';
import { type Conversation, type ConversationTurn, conversationSchema } from './play-schema.ts';
import { PlayedTenant } from './play-tenant.ts';
import { nowhereFaults, ticketFaults } from './play-tickets.ts';
import type { RunningService } from './service.ts';

const units = { m: 60_000, h: 3600_000, d: 24 * 3600_000 };

/** Reads a conversation file. Throws an error that names the file and each field that is wrong. */
export function loadConversation(file: string): Conversation {
  const read = conversationSchema.safeParse(parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new Error(`${file}\n${z.prettifyError(read.error)}`);
  return read.data;
}

export interface Stage {
  readonly channel: FakeChannel;
  readonly running: RunningService;
  readonly tenant?: MemoryTenant;
  /** Every log line of the service so far. */
  readonly log: readonly string[];
}

export interface Played {
  /** What is wrong, each naming its turn; empty when the conversation went as it should. */
  readonly faults: readonly string[];
  /** The whole exchange, for people. */
  readonly transcript: string;
}

/** Plays a conversation against a running service; stops at the first turn that cannot be played. */
export async function play(conversation: Conversation, stage: Stage): Promise<Played> {
  const scene = new Scene(conversation, stage);
  try {
    await scene.prepare();
    for (const [index, turn] of conversation.turns.entries()) await scene.play(turn, index + 1);
    await scene.end();
  } catch (cause) {
    scene.faults.push(`${scene.where}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  return { faults: scene.faults, transcript: scene.lines.join('\n') };
}

class Scene {
  readonly faults: string[] = [];
  readonly lines: string[] = [];
  where = 'start';
  readonly #conversation: Conversation;
  readonly #stage: Stage;
  readonly #chat: Chat;
  readonly #others = new Map<string, Chat>();
  readonly #tenant: PlayedTenant | undefined;
  readonly #references: string[] = [];
  #language: 'fr' | 'en';
  #lastSaid = '';

  constructor(conversation: Conversation, stage: Stage) {
    this.#conversation = conversation;
    this.#stage = stage;
    this.#chat = new Chat(stage.channel, stage.running.url, conversation.person);
    if (stage.tenant) this.#tenant = new PlayedTenant(stage.tenant, stage.running, this.#chat.person);
    this.#language = conversation.locale.startsWith('fr') ? 'fr' : 'en';
  }

  /** Colleagues say hello, so that Guichet can reach them; the tenant is as the file says. */
  async prepare(): Promise<void> {
    this.where = 'prepare';
    for (const name of this.#conversation.people) {
      const chat = new Chat(this.#stage.channel, this.#stage.running.url, name);
      this.#others.set(name, chat);
      await chat.post({ text: this.#language === 'fr' ? 'bonjour' : 'hello', locale: this.#conversation.locale });
      await chat.next();
    }
    this.#tenant?.prepare(this.#conversation, (name) => this.#others.get(name)!.person);
  }

  async play(turn: ConversationTurn, number: number): Promise<void> {
    const { running } = this.#stage;
    if (turn.after) running.pass(Number.parseInt(turn.after, 10) * units[turn.after.at(-1) as 'm']);
    this.where = `turn ${number} (${describeTurn(turn)})`;
    this.lines.push(`> ${turn.after ? `(${turn.after} later) ` : ''}${this.#fill(describeTurn(turn))}`);
    const chat = this.#chatOf(turn);
    await this.#act(turn, chat);
    if (turn.silent) {
      // What would come unasked is read as the answer to the next turn, or found at the end.
      this.lines.push('  (no answer)');
      return;
    }
    const answer = await chat.next();
    this.lines.push(`< ${answer.words.replaceAll('\n', '\n  ')}`);
    if (answer.choices.length > 0) this.lines.push(`  ${answer.choices.map((choice) => `[${choice}]`).join(' ')}`);
    this.#check(turn, answer);
  }

  async end(): Promise<void> {
    this.where = 'end';
    const { channel, running } = this.#stage;
    const more = await this.#chat.next(100).catch(() => undefined);
    if (more) this.faults.push(`end: one more message came: « ${more.words} »`);
    const tickets = [];
    for (const reference of this.#references) tickets.push((await running.desk(`/tickets/${reference}`)).body);
    const listed = (await running.desk(`/tickets?requester=${this.#chat.person.aadObjectId}`)).body.tickets.length;
    const { tickets: expected, nowhere } = this.#conversation;
    if (listed !== expected.length) this.faults.push(`end: ${listed} tickets instead of ${expected.length}`);
    for (const [index, each] of expected.entries()) {
      for (const fault of ticketFaults(tickets[index], each, (text) => this.#fill(text))) {
        this.faults.push(`ticket ${index + 1} (${this.#references[index]}): ${fault}`);
      }
    }
    const mine = channel.received.filter((each) => each.conversationId === this.#chat.conversationId);
    this.faults.push(...(this.#tenant?.faults(this.#conversation.changes) ?? []));
    this.faults.push(...nowhereFaults(nowhere, { tickets, messages: mine, log: this.#stage.log, running }));
  }

  #chatOf({ by }: ConversationTurn): Chat {
    const chat = by === undefined ? this.#chat : this.#others.get(by);
    if (!chat) throw new Error(`${by} is not among the people`);
    return chat;
  }

  async #act(turn: ConversationTurn, chat: Chat): Promise<void> {
    if (turn.wait) return;
    if (turn.verifier) return this.#tenant!.verify(turn.verifier === 'approves');
    if (turn.not_me) return this.#tenant!.contest();
    if (turn.switch) return this.#tenant!.press(turn.switch === 'freeze');
    if (turn.fail) return this.#tenant!.fail(turn.fail);
    if (turn.forge) return this.#post({ text: undefined, value: turn.forge }, chat);
    if (turn.say !== undefined) return this.#post(this.#words(turn, turn.say), chat);
    if (turn.press !== undefined) return this.#press(turn.press, false, chat);
    if (turn.press_again !== undefined) return this.#press(turn.press_again, true, chat);
    if (turn.edit !== undefined) {
      const channelData = { eventType: 'editMessage' };
      return this.#post({ type: 'messageUpdate', id: this.#lastSaid, text: turn.edit, channelData });
    }
    if (turn.delete) {
      const channelData = { eventType: 'softDeleteMessage' };
      return this.#post({ type: 'messageDelete', id: this.#lastSaid, text: undefined, channelData });
    }
    if (turn.install) return this.#post({ type: 'installationUpdate', action: turn.install, text: undefined });
    if (turn.technician) return this.#technician(turn.technician);
  }

  #words({ files }: ConversationTurn, text: string): object {
    this.#lastSaid = crypto.randomUUID();
    const attachments = files?.map((file) => attachmentOf(this.#stage.channel, file));
    return { id: this.#lastSaid, text: this.#fill(text), ...(attachments ? { attachments } : {}) };
  }

  async #post(activity: object, chat = this.#chat): Promise<void> {
    const { status, body } = await chat.post({ locale: this.#conversation.locale, ...activity });
    if (status !== 200) throw new Error(`the bot answered ${status}: ${JSON.stringify(body)}`);
  }

  /** `earlier` takes the oldest card that has the button, which was answered since. */
  async #press(label: string, earlier: boolean, chat: Chat): Promise<void> {
    const cards = chat.messages().flatMap((message) => {
      const action = message.attachments?.[0]?.content?.actions?.find(
        (each: { title: string }) => each.title === label,
      );
      return action ? [{ id: message.sentId, data: action.data }] : [];
    });
    const card = cards.at(earlier ? 0 : -1);
    if (!card) throw new Error(`there is no button « ${label} »`);
    await this.#post({ text: undefined, value: card.data, replyToId: card.id }, chat);
  }

  async #technician({ does, of, ...body }: NonNullable<ConversationTurn['technician']>): Promise<void> {
    const reference = of === undefined ? this.#references[0] : this.#fill(of);
    const { status, body: answer } = await this.#stage.running.desk(`/tickets/${reference}/${does}`, body);
    if (status !== 200) throw new Error(`the desk answered ${status}: ${JSON.stringify(answer)}`);
  }

  #check(turn: ConversationTurn, { words, choices }: Read): void {
    if (turn.in) this.#language = turn.in;
    for (const [reference] of words.matchAll(/GU-\d{4}-\d{6}/g)) {
      if (!this.#references.includes(reference)) this.#references.push(reference);
    }
    const fault = (what: string) =>
      this.faults.push(`${this.where}: ${what}, in:\n    ${words.replaceAll('\n', '\n    ')}`);
    for (const pattern of turn.expect ?? [])
      if (!matches(words, this.#fill(pattern))) fault(`« ${pattern} » is not there`);
    for (const pattern of turn.not ?? []) if (matches(words, this.#fill(pattern))) fault(`« ${pattern} » is there`);
    if (turn.choices?.length === 0 && choices.length > 0) fault(`it has buttons: ${choices.join(', ')}`);
    for (const label of turn.choices ?? []) {
      if (!choices.some((choice) => matches(choice, label))) fault(`no button « ${label} » (${choices.join(', ')})`);
    }
    if (turn.by === undefined) for (const what of faultsOf(words, this.#language)) fault(what);
  }

  /** `{ticket}`, `{ticket2}`… */
  #fill(text: string): string {
    return text.replace(/\{ticket(\d*)\}/g, (_, number: string) => this.#references[Number(number || 1) - 1] ?? '?');
  }
}

function describeTurn(turn: ConversationTurn): string {
  const { technician } = turn;
  if (technician) return `technician: ${technician.does} ${'text' in technician ? technician.text : ''}`.trim();
  if (turn.press !== undefined) return `[${turn.press}]`;
  if (turn.press_again !== undefined) return `[${turn.press_again}] again`;
  if (turn.edit !== undefined) return `edits: ${turn.edit}`;
  if (turn.delete) return 'deletes the message';
  if (turn.install) return `installation: ${turn.install}`;
  if (turn.wait) return '(waits)';
  if (turn.verifier) return `technician: ${turn.verifier}`;
  if (turn.not_me) return 'it was not me';
  if (turn.switch) return `security officer: ${turn.switch}`;
  if (turn.fail) return `tenant: ${turn.fail.call} fails`;
  if (turn.forge) return `forges ${JSON.stringify(turn.forge)}`;
  return `${turn.say}${(turn.files ?? []).map((file) => ` [${file.name}]`).join('')}`;
}

/** The name of a conversation, from its path: « resolved/printing-pale-fr ». */
export const nameOf = (file: string): string =>
  `${path.basename(path.dirname(file))}/${path.basename(file, path.extname(file))}`;
