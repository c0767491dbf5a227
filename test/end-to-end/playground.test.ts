import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConversation } from '../support/play.ts';
import { flat } from '../support/play-matching.ts';
import { ticketFaults } from '../support/play-tickets.ts';
import { freePort } from './free-port.ts';
import { playInClient } from './play-in-client.ts';
import { findChromium, missingChromium, openPlayground, type PlaygroundPage } from './playground-driver.ts';
import { type StartedGuichet, type StartOptions, startGuichet } from './start-command.ts';

const available = findChromium() !== undefined;
if (!available) console.warn(`Left out: the conversations in the real client. ${missingChromium}`);

const conversation = (name: string) =>
  loadConversation(fileURLToPath(new URL(`../conversations/straight-line/${name}.yaml`, import.meta.url)));
const french = conversation('resolved-fr');
const english = conversation('escalated-en');
/** The English conversation goes on after a restart at this turn. */
const restartAt = 4;

/** The tests follow one another as a day does: each goes on where the one before stopped. */
describe.skipIf(!available)('Guichet in a real client, from npm start to Ctrl-C', { timeout: 90_000 }, () => {
  let options: StartOptions;
  let guichet: StartedGuichet;
  let page: PlaygroundPage;
  let reference: string;
  let failed: string | undefined;

  beforeAll(async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'guichet-playground-'));
    options = { dataFolder, port: await freePort(), playgroundPort: await freePort() };
    guichet = await startGuichet(options);
    page = await openPlayground(guichet.playgroundUrl);
  });

  afterAll(async () => {
    await page?.close();
    await guichet?.kill();
    if (options) rmSync(options.dataFolder, { recursive: true, force: true });
  });

  beforeEach(() => {
    if (failed) throw new Error(`cannot go on: « ${failed} » failed`);
  });
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') failed ??= task.name;
  });

  it('prints the addresses of the bot, the desk and the Playground, at the ports asked for', () => {
    expect(guichet.botUrl).toBe(`http://127.0.0.1:${options.port}`);
    expect(guichet.deskLink).toMatch(new RegExp(`^${guichet.botUrl}/desk/open\\?key=`));
    expect(guichet.playgroundUrl).toBe(`http://127.0.0.1:${options.playgroundPort}`);
  });

  it('introduces itself as a program, once, when it is installed', async () => {
    await page.waitForReply(/I am Guichet.*a program, not a person/);
    expect(await page.messages()).toHaveLength(1);
  });

  it('makes of a channel the one that receives the tickets', async () => {
    await page.open('Support informatique - Techniciens');
    await page.mention('Guichet', 'ici le support');
    await page.waitForReply(/les tickets arriveront dans ce canal/);
    await page.open('Personal Chat');
  });

  it('helps an employee in French, from the description to a resolution that they validate', async () => {
    const answers = await playInClient(page, french.turns);
    expect(flat(answers.at(-1)!)).toMatch(/solution définitive.*Source : /s);
    expect(await ticketsOf(guichet)).toEqual([]);
  });

  it('remembers everything when it is killed in the middle of the English conversation and started again', async () => {
    await playInClient(page, english.turns.slice(0, restartAt));
    await guichet.kill();
    await page.close();
    await expect.poll(() => answers(guichet.playgroundUrl), { timeout: 10_000 }).toBe(false);

    guichet = await startGuichet(options);
    page = await openPlayground(guichet.playgroundUrl);
    // The client, which shows no earlier message, announces the bot as if it had just been installed.
    const welcome = await page.waitForReply(/Our earlier messages are still here/);
    expect(welcome).toMatch(/Try 1\. .*network cable/s);
  });

  it('goes on to a ticket, which the employee reads before it goes', async () => {
    const answers = await playInClient(page, english.turns.slice(restartAt));
    reference = /GU-\d{4}-\d{6}/.exec(answers.at(-1)!)![0];
    expect(flat(answers.at(-2)!)).toMatch(/Impact: one person; urgency: high; priority P3.*Shall I send it\?/s);
  });

  it("sends the ticket's card to the technicians' channel", async () => {
    await page.open('Support informatique - Techniciens');
    const card = flat(await page.waitForReply(new RegExp(reference)));
    expect(card).toMatch(/P3 · network\.vpn/);
    expect(card).toMatch(/Odile Marchand/);
    expect(card).toContain('Ouvrir le ticket');
    expect(card).not.toContain('Hunter22');
  });

  it('gives the whole ticket through the API: facts with sources, steps with outcomes, transcript, priority', async () => {
    const ticket = await desk(guichet, `/tickets/${reference}`);
    expect(ticketFaults(ticket, english.tickets[0]!, (text) => text)).toEqual([]);
    for (const fact of ticket.facts)
      expect(fact).toMatchObject({ label: /./, value: /./, source: /said|looked_up|inferred/ });
    expect(ticket.requester.name).toBe('Odile Marchand');
    const said = ticket.transcript.filter((line: { from: string }) => line.from === 'employee').length;
    expect(said).toBe(english.turns.length);
  });

  it("shows it on the desk's page, through the one-time link, in the same browser", async () => {
    const tab = await page.visit(guichet.deskLink);
    expect(tab.address()).not.toContain('key=');
    await tab.follow(reference);
    const text = flat(await tab.text());
    for (const part of [
      reference,
      'P3',
      'network.vpn',
      'Odile Marchand',
      'what is a router?',
      "actually I'm on a cable",
    ]) {
      expect(text).toContain(part);
    }
    const ticket = await desk(guichet, `/tickets/${reference}`);
    // The API gives what the employee read; the page is in the technicians' language, French here.
    expect(text).toMatch(rowOf('Symptôme', 'Il se coupe régulièrement'));
    expect(text).toMatch(rowOf('Liaison Internet', 'Câble'));
    expect(text.match(/\s(dit|recherché|déduit)(?=\s)/g)?.length).toBeGreaterThanOrEqual(ticket.facts.length);
    expect(text.match(/sans effet|n'a pas pu|a marché/gi)?.length).toBeGreaterThanOrEqual(1);
    expect(text).toContain('Débranchez votre box de la prise électrique');
    expect(text).not.toContain('Hunter22');
    expect((await fetch(guichet.deskLink, { redirect: 'manual' })).status).toBe(403);
  });

  it('keeps what was typed in confidence out of every file and of what it prints (R30)', () => {
    const files = readdirSync(options.dataFolder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.map(({ name }) => name)).toContain('guichet.db');
    for (const { parentPath, name } of files) {
      expect(readFileSync(join(parentPath, name)).includes('Hunter22'), name).toBe(false);
    }
    expect(guichet.printed.join('\n')).not.toContain('Hunter22');
  });

  it('ends bot and Playground at one Ctrl-C (R16)', async () => {
    expect(await guichet.pressControlC()).toEqual({ code: 130, signal: null });
    await expect.poll(() => answers(guichet.playgroundUrl)).toBe(false);
    expect(await answers(guichet.botUrl)).toBe(false);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: the desk's JSON, checked by each test
async function desk({ botUrl, deskToken }: StartedGuichet, path: string): Promise<any> {
  const response = await fetch(`${botUrl}/desk/api${path}`, { headers: { authorization: `Bearer ${deskToken}` } });
  expect(response.status).toBe(200);
  return response.json();
}

const ticketsOf = async (guichet: StartedGuichet) => (await desk(guichet, '/tickets')).tickets;

const literal = (text: string) => flat(text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Cells of a row as a browser reads them out: label, value, source. */
const rowOf = (label: string, value: string) =>
  new RegExp(`${literal(label)}\\s+${literal(value)}\\s+(dit|recherché|déduit)`);

const answers = (address: string) =>
  fetch(address).then(
    () => true,
    () => false,
  );
