import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { type Content, loadContent } from '../../bot/content.ts';
import type { Comparison } from '../replay/compare.ts';
import { replayFiles } from '../replay/main.ts';
import { questionOf } from '../replay/recording.ts';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { Chat } from '../support/conversation.ts';
import { shippedContent } from '../support/engine.ts';
import { type RunningService, startForTest } from '../support/service.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'guichet-replay-'));
const recorded = 'test/fixtures/transcripts/printing-fr.transcript';
let channel: FakeChannel;
let running: RunningService;
/** A ticket as the desk's API gave it. */
let ticket: Record<string, unknown> & { facts: { id: string; value: string }[] };

beforeAll(async () => {
  channel = await startChannel();
  running = await startForTest();
  const chat = new Chat(channel, running.url, 'Odile Marchand');
  await chat.say("bjr l'imprimante du 2e sort des feuilles blanches depuis lundi");
  await chat.press('Oui');
  await chat.press('Seulement moi');
  await chat.say('', { value: { guichet: 'choice', choice: 'yes', nonce: 'of an earlier card' } });
  await chat.say('un humain');
  const reference = /GU-\d{4}-\d{6}/.exec((await chat.press('Envoyer')).words)?.[0];
  ticket = (await running.desk(`/tickets/${reference}`)).body;
});
afterAll(async () => {
  await running.stop();
  await channel.close();
  rmSync(folder, { recursive: true });
});

function save(name: string, value: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

async function compared(value: unknown, content?: Content): Promise<Comparison> {
  const { lines, problems } = await replayFiles(
    content ?? (await shippedContent()),
    [save('ticket.json', value)],
    true,
  );
  expect(problems).toEqual([]);
  return JSON.parse(lines[0]!);
}

async function printed(value: unknown): Promise<string> {
  const { lines } = await replayFiles(await shippedContent(), [save('ticket.json', value)], false);
  return lines.join('\n');
}

/** Shipped content, with a printing script that was changed. */
async function withPrinting(
  change: (script: { facts: { id: string; ask?: unknown }[]; steps: unknown[] }) => void,
): Promise<Content> {
  const script = parse(readFileSync('dialogs/scripts/printing.yaml', 'utf8'));
  change(script);
  const own = mkdtempSync(path.join(folder, 'content-'));
  mkdirSync(`${own}/dialogs/scripts`, { recursive: true });
  writeFileSync(`${own}/dialogs/scripts/printing.yaml`, stringify(script));
  return loadContent(own);
}

describe('a ticket that the service made', () => {
  it('replays as the same', async () => {
    expect(await compared(ticket)).toMatchObject({
      same: true,
      category: { recorded: 'printing', today: 'printing' },
      ending: 'ticket',
      facts: { missing: [], new: [], different: [] },
    });
    expect(await printed(ticket)).toMatch(/^\S+: same\n {2}category +printing\n {2}priority +P\d\n/);
  });

  it('is shown with what today is another category, group, priority or fact', async () => {
    const facts = [
      ...ticket.facts
        .filter(({ id }) => id !== 'floor')
        .map((fact) => (fact.id === 'since' ? { ...fact, value: 'hier' } : fact)),
      { id: 'badge', label: 'Badge', value: 'oui', source: 'said' },
    ];
    const other = { ...ticket, category: 'email.client', group: 'messaging', priority: 'P1', facts };
    const text = await printed(other);
    expect(text).toMatch(/: different\n/);
    expect(text).toContain('category   email.client -> printing');
    expect(text).toContain('priority   P1 -> P4');
    expect(text).toContain('group      messaging -> workplace');
    expect(text).toContain('missing    Badge (badge), then « oui »');
    expect(text).toContain('new        Étage (floor): « 2 »');
    expect(text).toContain('different  Depuis (since): « hier » -> « depuis lundi »');
  });

  it('is played up to the ticket only, without what technicians wrote', async () => {
    const later = new Date(Date.parse(String(ticket.created_at)) + 60_000).toISOString();
    const after = ['employee', 'technician', 'guichet'].map((from) => ({ at: later, from, text: 'mon VPN coupe ?' }));
    const longer = { ...ticket, transcript: [...(ticket.transcript as unknown[]), ...after] };
    expect(await compared(longer)).toMatchObject({ same: true });
  });

  it('tells what the file leaves out', async () => {
    const transcript = (ticket.transcript as object[]).with(2, {
      ...(ticket.transcript as object[])[2],
      edited_at: 'x',
    });
    const { notes } = await compared({ ...ticket, transcript, linked: 'GU-2025-000009' });
    expect(notes).toEqual([expect.stringContaining('GU-2025-000009'), expect.stringContaining('edited')]);
  });

  it('is told as not sent where today somebody has still to answer', async () => {
    const transcript = (ticket.transcript as { text: string }[]).slice(0, 3);
    const { same, ending, open } = await compared({ ...ticket, transcript });
    expect({ same, ending }).toEqual({ same: false, ending: 'asking' });
    expect(open).toContain('collègues');
  });
});

describe('what is read of a message', () => {
  it.each([
    ['Noted.\n\n**Essai 2.** Éteignez-la.\nElle repart\u00a0?'.replaceAll('**', ''), 'Éteignez-la. Elle repart ?'],
    ['De quelle imprimante s’agit-il ? Son nom est sur l’étiquette.', 'De quelle imprimante s’agit-il ?'],
    ['Which one?\n\n1. This\n2. That\n\nAnswer with a number.', 'Which one?'],
    ['Sent.\n\nDid you know? Two sides save half the paper.', undefined],
    ['Le saviez-vous ? Le recto verso divise le papier par deux.', undefined],
    ['Sent.', undefined],
  ])('%j asks %j', (words, question) => {
    expect(questionOf(words)).toBe(question);
  });
});

describe('a script that changed since', () => {
  it('asks something new: it is shown, passed over, and the other answers find their questions', async () => {
    const content = await withPrinting(({ facts }) => {
      const label = { fr: 'Arrosée', en: 'Watered' };
      const ask = { fr: "L'imprimante a-t-elle reçu de l'eau ?", en: 'Did water get into the printer?' };
      const help = { fr: "De l'eau, ou une autre boisson.", en: 'Water, or another drink.' };
      facts.unshift({ id: 'watered', label, kind: 'yes-no', ask, help } as { id: string });
    });
    const comparison = await compared(ticket, content);
    expect(comparison).toMatchObject({ same: false, ending: 'ticket', facts: { missing: [], different: [] } });
    expect(comparison.questions.new).toEqual(["L'imprimante a-t-elle reçu de l'eau ?"]);
    expect(comparison.passedOver).toEqual(comparison.questions.new);
    expect(comparison.facts.new).toMatchObject([{ id: 'watered' }]);
  });

  it('asks less: the answer that has no place is named, the ticket is sent all the same', async () => {
    const content = await withPrinting((script) => {
      script.facts = script.facts.map(({ ask, ...fact }) =>
        ask && fact.id === 'scope' ? fact : { ...fact, ...(ask ? { ask } : {}) },
      );
      script.steps = [];
    });
    const { ending, questions, leftOut, facts } = await compared(ticket, content);
    expect(ending).toBe('ticket');
    expect(leftOut).toContain('Seulement moi');
    expect(questions).toMatchObject({ gone: expect.arrayContaining([expect.stringContaining('collègues')]), new: [] });
    expect(facts).toMatchObject({ missing: [{ id: 'scope' }], different: [] });
  });

  it('words a question otherwise: the answer is kept, both wordings are shown', async () => {
    const content = await withPrinting(({ facts }) => {
      facts.find(({ id }) => id === 'scope')!.ask = { fr: 'Qui est touché ?', en: 'Who is affected?' };
    });
    const { questions, facts } = await compared(ticket, content);
    expect(questions).toMatchObject({ gone: [expect.stringContaining('collègues')], new: ['Qui est touché ?'] });
    expect(facts).toEqual({ missing: [], new: [], different: [] });
  });
});

describe('a transcript', () => {
  it('plays words and pressed buttons; what it does not tell is not compared', async () => {
    const { lines } = await replayFiles(await shippedContent(), [recorded], true);
    const comparison: Comparison = JSON.parse(lines[0]!);
    expect(comparison).toMatchObject({ file: recorded, category: { recorded: null, today: 'printing' } });
    expect(comparison.facts.new).toContainEqual(expect.objectContaining({ id: 'document-fault', today: 'non' }));
    expect(comparison.ending).toBe('ticket');
  });

  it('names a button that is not offered any more', async () => {
    const activities = JSON.parse(readFileSync(recorded, 'utf8').replaceAll('"did_not_work"', '"still_bad"'));
    const { leftOut, same } = await compared(activities);
    expect({ leftOut, same }).toEqual({ leftOut: ['Même défaut'], same: false });
  });

  it('is masked before it is played (R30)', async () => {
    const activities = JSON.parse(readFileSync(recorded, 'utf8'));
    activities[0].text += ', mon mot de passe est Hunter22!';
    expect(await printed(activities)).not.toContain('Hunter22');
  });
});

describe('a file that cannot be replayed', () => {
  const said = {
    type: 'message',
    from: { id: '29:a' },
    conversation: { id: 'a:1' },
    text: "l'imprimante est en panne",
  };
  const other = { ...said, conversation: { id: 'a:2' } };
  const team = { ...said, conversation: { id: '19:1', conversationType: 'channel' } };
  it.each([
    ['no JSON', '{"ref": ', /file: not JSON/],
    ['something else', { rows: [] }, /file: neither a transcript nor a ticket.*GET \/desk\/api\/tickets/],
    ['a ticket without its facts', () => ({ ...ticket, facts: undefined }), /: facts: .*Export it again/],
    [
      'a fact without a value',
      () => ({ ...ticket, facts: [{ id: 'a', label: 'A', source: 'said' }] }),
      /: facts\[0\]\.value: /,
    ],
    ['a ticket whose words were erased', () => ({ ...ticket, transcript: [] }), /: transcript: empty/],
    [
      'a confidential ticket',
      { ref: 'GU-2026-000001', category: 'security.phishing', confidential: true },
      /: confidential: /,
    ],
    ['an activity from nobody', [said, { ...said, from: {} }], /: \[1\]\.from\.id: /],
    ['two conversations', [said, other], /: \[1\]\.conversation\.id: a second conversation/],
    ['a channel', [team], /: \[0\]\.conversation\.conversationType: channel/],
    ['a bot alone', [{ ...said, from: { id: '28:bot' } }], /: from: nobody says anything/],
  ])('%s: file, field and mend are named', async (_, value, expected) => {
    const file = save('broken.json', typeof value === 'function' ? value() : value);
    const { lines, problems } = await replayFiles(await shippedContent(), [file], false);
    expect(lines).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
    expect(problems[0]).toMatch(/broken\.json: .+\. [A-Z].+\.$/s);
  });
});

describe('npm run replay', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['test/replay/main.ts', ...args], { encoding: 'utf8', timeout: 60_000 });

  it('ends with 0 when files differ, one JSON line a file', () => {
    const different = save('different.json', { ...ticket, category: 'email.client' });
    const { status, stdout } = run('--json', different, recorded);
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).file)).toEqual([different, recorded]);
    expect(JSON.parse(lines[0]!).same).toBe(false);
    expect(status).toBe(0);
  });

  it('ends with 1 when a file cannot be read, after the others', () => {
    const { status, stdout, stderr } = run(path.join(folder, 'nowhere.json'), recorded);
    expect(stdout).toContain(`${recorded}: `);
    expect(stderr).toContain('nowhere.json: file: cannot be read (ENOENT). Check the path.');
    expect(status).toBe(1);
  });

  it('tells its usage without a file', () => {
    expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining('npm run replay -- ') });
  });
});
