import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

export interface ShownMessage {
  /** The author's name as the client shows it; `me` for the one who writes; `post` for a channel's whole thread. */
  readonly from: string;
  readonly text: string;
}

export interface PlaygroundPage {
  say(text: string): Promise<void>;
  /** Presses the last button with this very label, on a card or under the last message. */
  press(buttonLabel: string): Promise<void>;
  messages(): Promise<ShownMessage[]>;
  /** The first message of the bot since the last `say` or `press` that answers. Throws with all that was shown. */
  waitForReply(answers: RegExp | ((text: string) => boolean), milliseconds?: number): Promise<string>;
  /** Says a text that names the bot, without which groups and channels do not reach it; in a channel, a new post. */
  mention(bot: string, text: string): Promise<void>;
  /** Opens another conversation by its name in the left column, such as `Entraide` or `Team - Channel`. */
  open(conversation: string): Promise<void>;
  /** The whole page, or the conversation alone. */
  screenshot(path: string, part?: 'page' | 'conversation'): Promise<void>;
  /** Another address in a tab of its own, beside the Playground. */
  visit(address: string): Promise<VisitedPage>;
  close(): Promise<void>;
}

export interface VisitedPage {
  address(): string;
  /** What is read on the page. */
  text(): Promise<string>;
  follow(link: string): Promise<void>;
  screenshot(path: string): Promise<void>;
}

export interface BrowserWindow {
  readonly width: number;
  readonly height: number;
  readonly locale: string;
}

const usualWindow: BrowserWindow = { width: 1280, height: 900, locale: 'fr-FR' };

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function findChromium(): string | undefined {
  return candidates.find((path) => existsSync(path));
}

export const missingChromium = `Chromium is not installed (looked for ${candidates.join(', ')}): on Debian, apt-get install chromium`;

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const input = '[role=textbox][contenteditable=true]';

/** Opens the Playground's page in a fresh, headless Chromium that reaches nothing but this machine. */
export async function openPlayground(url: string, window: BrowserWindow = usualWindow): Promise<PlaygroundPage> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(missingChromium);
  const profile = await mkdtemp(join(tmpdir(), 'guichet-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: flags,
    locale: window.locale,
    viewport: { width: window.width, height: window.height },
  });
  const close = async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  };
  try {
    const visit = async (address: string) => visited(await context.newPage(), address);
    return { ...drive(await load(context, url)), visit, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function load(context: BrowserContext, url: string): Promise<Page> {
  // The page asks a public server for its fonts.
  await context.route(
    ({ hostname }) => !['127.0.0.1', 'localhost'].includes(hostname),
    (route) => route.abort(),
  );
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(20_000);
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await page.locator(input).first().waitFor();
  await closeLogPanel(page);
  return page;
}

async function visited(page: Page, address: string): Promise<VisitedPage> {
  await page.goto(address);
  return {
    address: () => page.url(),
    text: () => page.locator('body').innerText(),
    async follow(link) {
      await page.getByRole('link', { name: link }).first().click();
      await page.waitForLoadState();
    },
    async screenshot(path) {
      await page.screenshot({ path });
    },
  };
}

function drive(page: Page): Omit<PlaygroundPage, 'visit' | 'close'> {
  let messagesBefore = 0;
  return {
    async say(text) {
      messagesBefore = (await shownMessages(page)).length;
      await page.locator(input).first().click();
      await page.keyboard.insertText(text);
      await page.keyboard.press('Enter');
      await until(page, (messages) => messages.slice(messagesBefore).some(({ from }) => from === 'me'));
    },
    async mention(bot, text) {
      messagesBefore = (await shownMessages(page)).length;
      await page.locator(input).first().click();
      await page.keyboard.type('@');
      await page
        .getByRole('option', { name: bot })
        .or(page.getByText(bot, { exact: true }))
        .last()
        .click();
      await page.keyboard.insertText(` ${text}`);
      const post = page.getByRole('button', { name: 'Post', exact: true });
      if (await post.isVisible()) await post.click();
      else await page.keyboard.press('Enter');
    },
    async press(buttonLabel) {
      const button = page.getByRole('button', { name: buttonLabel, exact: true }).last();
      await button.waitFor();
      messagesBefore = (await shownMessages(page)).length;
      await button.click();
    },
    messages: () => shownMessages(page),
    async waitForReply(answers, milliseconds = 15_000) {
      const isAnswer = answers instanceof RegExp ? (text: string) => answers.test(text) : answers;
      const find = (messages: ShownMessage[]) =>
        messages.find(
          ({ from, text }, index) => isAnswer(text) && (from === 'post' || (from !== 'me' && index >= messagesBefore)),
        );
      const shown = await until(page, find, milliseconds);
      const answer = find(shown);
      if (answer) return answer.text;
      const wanted = answers instanceof RegExp ? ` like ${answers}` : ' that answers';
      throw new Error(`No reply${wanted} within ${milliseconds} ms. Shown:\n${transcript(shown)}`);
    },
    async open(conversation) {
      await page.getByRole('treeitem', { name: conversation, exact: true }).click({ force: true });
      await page.locator(input).first().waitFor();
      messagesBefore = 0;
    },
    async screenshot(path, part = 'page') {
      await page.screenshot(part === 'page' ? { path } : { path, clip: await conversationArea(page) });
    },
  };
}

/** The messages that are seen whole, without the list of chats and the box to write in. */
async function conversationArea(page: Page) {
  const boxes = await Promise.all(
    (await page.locator('[aria-label="Message header"]').all()).map((each) => each.boundingBox()),
  );
  const first = boxes.find((each) => each && each.y > 60);
  const end = (await page.locator(input).first().boundingBox())?.y;
  const width = page.viewportSize()?.width;
  if (!first || !end || !width) throw new Error('there is no conversation to take a picture of');
  const left = Math.min(...boxes.map((each) => each?.x ?? width)) - 14;
  const top = first.y - 4;
  return { x: left, y: top, width: width - left, height: end - top - 16 };
}

/** What is used of the page's elements here: the browser's own types would leak into the whole program. */
interface PageElement {
  readonly innerText: string;
  readonly nextElementSibling: PageElement | null;
  querySelector(selector: string): PageElement | null;
}

/**
 * In chats every message has a header of its own, labelled for screen readers; only others' headers name an author.
 * In channels a thread is one card, with a menu, which the form for a new post has not.
 */
async function shownMessages(page: Page): Promise<ShownMessage[]> {
  const posts = page.locator('[role=group]', { has: page.getByLabel('Show more information') });
  const threads = (await posts.allInnerTexts()).map((text) => ({ from: 'post', text }));
  return [...threads, ...(await chatMessages(page))];
}

function chatMessages(page: Page): Promise<ShownMessage[]> {
  return page.locator('[aria-label="Message header"]').evaluateAll((headers: PageElement[]) =>
    headers.map((header) => ({
      from: header.querySelector('[aria-label="Message author"]')?.innerText.trim() || 'me',
      text: header.nextElementSibling?.innerText.trim() ?? '',
    })),
  );
}

async function until(
  page: Page,
  satisfied: (messages: ShownMessage[]) => unknown,
  milliseconds = 15_000,
): Promise<ShownMessage[]> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const messages = await shownMessages(page);
    if (satisfied(messages) || Date.now() > deadline) return messages;
    await page.waitForTimeout(50);
  }
}

function transcript(messages: readonly ShownMessage[]): string {
  return messages.map(({ from, text }) => `${from}: ${text}`).join('\n');
}

/** It takes a third of the page, and the chat is what matters; its buttons have no accessible name. */
async function closeLogPanel(page: Page): Promise<void> {
  const title = page.getByText('Log Panel', { exact: true });
  if (!(await title.isVisible())) return;
  await title.locator('xpath=ancestor::*[.//button][1]//button').last().click();
  await title.waitFor({ state: 'hidden' });
}
