import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../adapters/database/registry.ts';
import { findTicket, findTicketOfRequest } from '../../adapters/database/repositories/tickets.ts';
import type { Fault, SimulatedRequest } from './ticketing/simulator.ts';
import { type SimulatedZammad, startZammad, type ZammadTicket } from './ticketing/zammad.ts';

export interface TicketFaults {
  readonly seed: number;
  readonly tickets: number;
  readonly report?: (line: string) => void;
}

export interface FaultsFound {
  readonly faults: readonly string[];
  readonly kills: number;
  /** How often each thing went wrong. */
  readonly counts: Readonly<Record<string, number>>;
  /** Of all that was asked for each ticket and how it went, in its order: the same for the same seed. */
  readonly trace: string;
}

type Event = Fault | 'kill' | 'kill after';

/** How often, of a hundred creates and of a hundred searches. */
const odds: Readonly<Record<'create' | 'search', readonly (readonly [Event, number])[]>> = {
  create: [
    ['busy', 10],
    ['fails', 6],
    ['fails after', 10],
    ['resets', 5],
    ['resets after', 10],
    ['hangs', 1],
    ['hangs after', 2],
    ['kill', 1],
    ['kill after', 1.5],
  ],
  search: [
    ['busy', 8],
    ['fails', 8],
    ['resets', 5],
    ['hangs', 1],
    ['kill', 1],
  ],
};

/**
 * Escalates tickets while the ticket system answers 201, 429, 500, resets and hangs, before and after creating, and while
 * the process is killed, all drawn from the seed for each ticket and try. Returns what R6, R8 and R9 forbid and happened.
 */
export async function escalateUnderFaults({ seed, tickets, report = () => {} }: TicketFaults): Promise<FaultsFound> {
  const zammad = await startZammad();
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'guichet-faults-'));
  const tries = new Map<string, number>();
  const traces = new Map<string, string[]>();
  const counts: Record<string, number> = {};
  let running: ChildProcess;
  let kills = 0;
  let over = false;
  let dying = false;

  const kill = () => {
    kills += 1;
    dying = true;
    running.kill('SIGKILL');
  };
  zammad.fault = (request) => {
    const asked = whatIsAsked(request);
    // Whatever a process says between the signal and its end was never heard.
    if (dying) return 'resets';
    if (!asked) return undefined;
    const key = `${asked.what} ${asked.reference}`;
    const attempt = (tries.get(key) ?? 0) + 1;
    tries.set(key, attempt);
    const event = draw(odds[asked.what], `${seed} ${key} ${attempt}`);
    traces.set(asked.reference, [...(traces.get(asked.reference) ?? []), `${asked.what}: ${event ?? 'answered'}`]);
    counts[event ?? 'answered'] = (counts[event ?? 'answered'] ?? 0) + 1;
    if (event !== 'kill' && event !== 'kill after') return event;
    kill();
    return event === 'kill' ? 'resets' : 'resets after';
  };

  const done = new Promise<void>((resolve) => {
    const start = () => {
      const env = { ...process.env, FAULTS_DATA: dataFolder, FAULTS_URL: zammad.url, FAULTS_TICKETS: String(tickets) };
      const child = path.join(import.meta.dirname, 'ticket-faults-child.ts');
      dying = false;
      running = spawn(process.execPath, [child], { env, stdio: ['pipe', 'pipe', 'inherit'] });
      running.stdout?.once('data', () => resolve());
      running.once('exit', () => {
        report(`${kills} kills, ${zammad.tickets.length} tickets`);
        if (!over) start();
      });
    };
    start();
  });
  try {
    await done;
    over = true;
    const died = once(running!, 'exit');
    running!.kill('SIGKILL');
    await died;
    const faults = await faultsOf(zammad, dataFolder, tickets);
    const all = [...traces].sort(([one], [other]) => one.localeCompare(other));
    const trace = createHash('sha256').update(JSON.stringify(all)).digest('hex');
    return { faults, kills, counts, trace };
  } finally {
    over = true;
    running!.kill('SIGKILL');
    await zammad.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Only calls that name a ticket by its reference: the faults of one ticket do not depend on another's. */
function whatIsAsked({ method, path: route, query, body }: SimulatedRequest) {
  if (method === 'POST' && route === '/api/v1/tickets') {
    return { what: 'create' as const, reference: String(body.title).slice(1, 15) };
  }
  const reference = /^title:"([\w-]+)"$/.exec(query.get('query') ?? '')?.[1];
  return reference === undefined ? undefined : { what: 'search' as const, reference };
}

function draw(from: readonly (readonly [Event, number])[], key: string): Event | undefined {
  let left = (createHash('sha256').update(key).digest().readUInt32BE() / 2 ** 32) * 100;
  for (const [event, share] of from) {
    left -= share;
    if (left < 0) return event;
  }
  return undefined;
}

/** Exactly one ticket for each escalation, each whole. */
async function faultsOf(zammad: SimulatedZammad, dataFolder: string, wanted: number): Promise<string[]> {
  const faults = [...zammad.problems];
  const database = await openDatabase({ dataFolder });
  try {
    const byReference = Map.groupBy(zammad.tickets, ({ title }) => title.slice(1, 15));
    if (zammad.tickets.length !== wanted) faults.push(`${zammad.tickets.length} tickets instead of ${wanted}`);
    for (let number = 1; number <= wanted; number += 1) {
      const mine = await findTicketOfRequest(database.queries, `request-${number}`);
      const ticket = mine && (await findTicket(database.queries, mine.reference));
      const copies = byReference.get(ticket?.reference ?? '') ?? [];
      if (!ticket) faults.push(`escalation ${number} has no ticket`);
      else if (copies.length !== 1) faults.push(`${ticket.reference} is there ${copies.length} times`);
      else if (ticket.external?.id !== copies[0]!.number)
        faults.push(`${ticket.reference} names ${ticket.external?.id}`);
      else faults.push(...lacking(zammad, copies[0]!, number));
    }
    return faults;
  } finally {
    await database.close();
  }
}

function lacking(zammad: SimulatedZammad, ticket: ZammadTicket, number: number): string[] {
  const files = zammad.articles.filter((each) => each.ticket_id === ticket.id).flatMap((each) => each.attachments);
  const reference = ticket.title.slice(1, 15);
  const wanted: (readonly [name: string, content: string])[] = [
    [`${reference}-transcript.txt`, `mots de la demande ${number}\n`],
    [`${reference}-transcript.html`, `mots de la demande ${number}<`],
    ...(number % 5 === 0 ? [['capture.png', `image ${number}`] as const] : []),
  ];
  const faults = wanted.flatMap(([name, content]) => {
    const found = files.filter(({ filename }) => filename === name);
    const right = found.length === 1 && Buffer.from(found[0]!.data, 'base64').includes(content);
    return right ? [] : [`${reference} has ${found.length} files ${name}, or not its own`];
  });
  return files.length === wanted.length ? faults : [...faults, `${reference} has ${files.length} files`];
}
