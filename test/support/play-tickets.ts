import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { matches } from './play-matching.ts';
import type { ExpectedTicket } from './play-schema.ts';
import type { RunningService } from './service.ts';

// biome-ignore lint/suspicious/noExplicitAny: the desk's JSON, checked field by field
type Json = any;

const plainFields = [
  'status',
  'category',
  'kind',
  'impact',
  'urgency',
  'priority',
  'group',
  'language',
  'reason',
] as const;

/** How a ticket of GET /desk/api/tickets/{ref} differs from what a conversation should have led to. */
export function ticketFaults(ticket: Json, expected: ExpectedTicket, fill: (text: string) => string): string[] {
  if (!ticket?.ref) return ['is not in the desk'];
  const faults: string[] = [];
  for (const field of plainFields) {
    if (expected[field] === undefined || ticket[field] === expected[field]) continue;
    faults.push(`${field} is ${ticket[field]} instead of ${expected[field]}`);
  }
  const has = (what: string, text: string, patterns: readonly string[] = []) => {
    for (const pattern of patterns)
      if (!matches(text, fill(pattern))) faults.push(`${what} lacks « ${pattern} »: ${text}`);
  };
  has('title', ticket.title, expected.title === undefined ? [] : [expected.title]);
  has('summary', ticket.summary, expected.summary);
  has('offered', ticket.offered.join('\n'), expected.offered);
  const said = ticket.transcript.map((line: Json) => `${line.from}: ${line.text}`).join('\n');
  has('transcript', said, expected.transcript_has);
  for (const pattern of expected.transcript_lacks ?? []) {
    if (matches(said, fill(pattern))) faults.push(`transcript has « ${pattern} »: ${said}`);
  }
  faults.push(...factFaults(ticket.facts, expected.facts ?? {}), ...stepFaults(ticket.steps, expected.steps));
  const kinds: string[] = ticket.events.map((event: Json) => event.kind);
  for (const kind of expected.events ?? []) {
    const at = kinds.indexOf(kind);
    if (at < 0) faults.push(`no event ${kind} in order (${ticket.events.map((event: Json) => event.kind).join(', ')})`);
    else kinds.splice(0, at + 1);
  }
  if (expected.linked !== undefined && ticket.linked !== fill(expected.linked)) {
    faults.push(`is linked to ${ticket.linked} instead of ${fill(expected.linked)}`);
  }
  return faults;
}

function factFaults(facts: Json[], expected: NonNullable<ExpectedTicket['facts']>): string[] {
  return Object.entries(expected).flatMap(([id, wanted]) => {
    const fact = facts.find((each) => each.id === id);
    const shown = fact ? `${fact.value} (${fact.source})` : 'absent';
    if (wanted === null) return fact ? [`fact ${id} is ${shown} instead of absent`] : [];
    const right = fact && matches(fact.value, wanted.value) && fact.source === wanted.source;
    return right ? [] : [`fact ${id} is ${shown} instead of ${wanted.value} (${wanted.source})`];
  });
}

function stepFaults(steps: Json[], expected: ExpectedTicket['steps']): string[] {
  if (!expected) return [];
  const right =
    steps.length === expected.length &&
    expected.every(({ instruction, outcome }, index) => {
      const step = steps[index];
      return step.outcome === outcome && matches(step.instruction, instruction);
    });
  const shown = steps.map((step) => `${step.instruction.slice(0, 60)}… ${step.outcome}`).join(' | ');
  return right ? [] : [`its steps are: ${shown || 'none'}`];
}

/** R30: what was typed in confidence is in no ticket, no message, no byte of the database, no log line. */
export function nowhereFaults(
  secrets: readonly string[],
  places: { tickets: unknown; messages: unknown; log: readonly string[]; running: RunningService },
): string[] {
  if (secrets.length === 0) return [];
  const folder = places.running.dataFolder;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  const bytes = files.map((name) => [name, readFileSync(path.join(folder, name)).toString('latin1')] as const);
  const written = [
    ['the tickets', JSON.stringify(places.tickets)],
    ['the messages', JSON.stringify(places.messages)],
    ['the log', places.log.join('\n')],
  ] as const;
  return secrets.flatMap((secret) => {
    const held = [
      ...written.filter(([, text]) => text.includes(secret)),
      ...bytes.filter(([, text]) => text.includes(Buffer.from(secret).toString('latin1'))),
    ];
    return held.map(([where]) => `end: a secret is in ${where}`);
  });
}
