import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { throughGraph } from '../../adapters/directory/registry.ts';
import { openSandbox, type Sandbox } from '../../adapters/directory/sandbox/index.ts';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { Chat } from '../support/conversation.ts';
import { type RunningService, startForTest } from '../support/service.ts';

const odile = '7f3b5c1e-0000-4000-8000-000000000101';
const priya = '7f3b5c1e-0000-4000-8000-000000000102';

let sandbox: Sandbox;
let channel: FakeChannel;
let running: RunningService;
const logged: string[] = [];
/** Whatever must be found nowhere afterwards. */
const secrets: string[] = [];

beforeAll(async () => {
  sandbox = await openSandbox();
  channel = await startChannel();
  running = await startForTest({ directory: throughGraph(sandbox), log: (line) => logged.push(line) });
});
beforeEach(() => sandbox.tokens.askConsent(false));
afterAll(async () => {
  await running.stop();
  await channel.close();
});

function chatOf(name: string, aadObjectId: string): Chat {
  const chat = new Chat(channel, running.url, name);
  chat.person.aadObjectId = aadObjectId;
  return chat;
}

/** Asks for something that is the person's own, until the card that signs them in is there. */
async function askForMailbox(chat: Chat, words: string): Promise<{ why: string; card: string; link: string }> {
  const first = await chat.say(words);
  const read = [first];
  while (!read.some(({ received }) => linkOf(received))) read.push(await chat.next());
  const card = read.find(({ received }) => linkOf(received))!;
  const why = read.filter((each) => each !== card).map((each) => each.words);
  return { why: why.join('\n'), card: card.words, link: linkOf(card.received)! };
}

// biome-ignore lint/suspicious/noExplicitAny: cards arrive as JSON
const linkOf = (received: any): string | undefined =>
  received.attachments?.[0]?.content?.actions?.find((action: { type: string }) => action.type === 'Action.OpenUrl')
    ?.url;

async function signInOnPage(link: string, account: string): Promise<string> {
  const answered = await fetch(link, { method: 'POST', body: new URLSearchParams({ account }) });
  const code = /class="code">(\d{6})</.exec(await answered.text())![1]!;
  secrets.push(code);
  return code;
}

/** The words of the next messages, until one fits. */
async function until(chat: Chat, expected: RegExp): Promise<string> {
  let words = '';
  do words += `${(await chat.next()).words}\n`;
  while (!expected.test(words));
  return words;
}

describe('what is done as the employee', () => {
  it('waits for a code typed in the chat, and goes on by itself (fr)', async () => {
    const chat = chatOf('Odile Marchand', odile);
    const asked = await askForMailbox(chat, 'quel est le quota de ma boîte ?');
    expect(asked.why).toContain("qu'en votre nom");
    expect(asked.card).toContain('tapez ici le code');
    const code = await signInOnPage(asked.link, odile);
    await chat.post({ text: ` ${code} ` });
    const words = await until(chat, /OneDrive/);
    expect(words).toContain('la connexion est faite');
    expect(words).toContain('Éléments supprimés');
    // Signed in: asked again, nothing is asked of them.
    expect((await chat.say('quota de ma boîte')).words).toContain('OneDrive');
  });

  it('goes on after single sign-on, once, however many clients of Teams answer the card (R2) (en)', async () => {
    const chat = chatOf('Priya Nair', priya);
    const asked = await askForMailbox(chat, 'how full is my mailbox?');
    expect(asked.why).toContain('in your name');
    const token = sandbox.tokens.issueForTeams(priya);
    secrets.push(token);
    const invoke = { type: 'invoke', name: 'signin/tokenExchange', text: undefined };
    const value = { id: 'card-1', connectionName: 'sandbox', token };
    const answers = await Promise.all([1, 2, 3].map(() => chat.post({ ...invoke, value })));
    expect(answers.map(({ status, body }) => ({ status, body }))).toEqual(
      [1, 2, 3].map(() => ({ status: 200, body: { id: 'card-1', connectionName: 'sandbox' } })),
    );
    await until(chat, /OneDrive/);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(chat.messages().filter(({ text }) => text?.includes('you are signed in'))).toHaveLength(1);
  });

  it('is asked for consent by Teams, with 412, and the conversation waits', async () => {
    const chat = chatOf('Grace Okafor', '7f3b5c1e-0000-4000-8000-000000000119');
    await askForMailbox(chat, 'how full is my mailbox?');
    const before = chat.messages().length;
    sandbox.tokens.askConsent(true);
    const value = {
      id: 'card-2',
      connectionName: 'sandbox',
      token: sandbox.tokens.issueForTeams(chat.person.aadObjectId),
    };
    const exchange = () => chat.post({ type: 'invoke', name: 'signin/tokenExchange', text: undefined, value });
    expect((await exchange()).status).toBe(412);
    expect(chat.messages()).toHaveLength(before);
    sandbox.tokens.askConsent(false);
    expect((await exchange()).status).toBe(200);
    await until(chat, /OneDrive/);
  });

  it('reads nothing with the sign-in of another account, and says so (R27)', async () => {
    const chat = chatOf('Hugo Martinez', '7f3b5c1e-0000-4000-8000-000000000115');
    const asked = await askForMailbox(chat, 'quel est le quota de ma boîte ?');
    const before = sandbox.requests.length;
    await chat.post({ text: await signInOnPage(asked.link, odile) });
    const words = await until(chat, /autre compte/);
    expect(words).not.toContain('Éléments supprimés');
    const read = sandbox.requests.slice(before).filter((line) => /mailFolders|drive|messages/.test(line));
    expect(read).toEqual([]);
  });

  it('takes a wrong code for what it is: words', async () => {
    const chat = chatOf('Mei Tanaka', '7f3b5c1e-0000-4000-8000-000000000123');
    await askForMailbox(chat, 'how full is my mailbox?');
    const answered = await chat.say('123456');
    expect(answered.words).not.toContain('you are signed in');
  });

  it('a forged event resumes nothing that was not signed in', async () => {
    const chat = chatOf('Ben Sinclair', '7f3b5c1e-0000-4000-8000-000000000157');
    await askForMailbox(chat, 'how full is my mailbox?');
    await chat.post({ type: 'event', name: 'guichet/signedIn', text: undefined });
    const words = await until(chat, /Sign in with your work account/);
    expect(words).not.toContain('OneDrive holds');
  });

  it('leaves no token and no code in the database, nor in the log (R30)', async () => {
    const tokens = logged.filter((line) => /eyJ[\w-]+\.[\w-]+\.[\w-]+|teams\.[\w-]{20}/.test(line));
    expect(tokens).toEqual([]);
    expect(secrets.length).toBeGreaterThanOrEqual(3);
    const files = readdirSync(running.dataFolder, { recursive: true, encoding: 'utf8' });
    const stored = files
      .filter((file) => file.includes('.db'))
      .map((file) => readFileSync(path.join(running.dataFolder, file), 'latin1'))
      .join('');
    expect(stored.length).toBeGreaterThan(10_000);
    for (const secret of secrets) expect([secret, stored.includes(secret)]).toEqual([secret, false]);
    expect(/eyJ[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}/.test(stored)).toBe(false);
  });
});
