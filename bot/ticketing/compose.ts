import type { Database } from '../../adapters/database/port.ts';
import { findAttachmentContent, listAttachmentsOfRequest } from '../../adapters/database/repositories/attachments.ts';
import { inLanguage, type Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import { listTranscriptOfRequest } from '../../adapters/database/repositories/transcript.ts';
import type { TicketCopy, TicketFile } from '../../adapters/ticketing/port.ts';
import { isConfidential } from '../../dialogs/escalation/confidential.ts';
import type { TextParameters } from '../../dialogs/index.ts';
import type { Organisation } from '../../knowledge/index.ts';
import type { Texts } from '../rendering/texts.ts';
import { renderBody, ticketSource } from './body.ts';
import { transcriptFiles } from './transcript-file.ts';

export interface ComposeOptions {
  readonly database: Database;
  readonly organisation: Organisation;
  readonly texts: Texts;
  /** Where people reach the desk, without a trailing slash. */
  readonly publicUrl: string;
  /** Groups that have a place of their own in the ticket system. */
  readonly groups: Readonly<Record<string, string>>;
  readonly findMail: (personId: string, signal: AbortSignal) => Promise<string | undefined>;
}

export type Compose = (ticket: Ticket, signal: AbortSignal) => Promise<TicketCopy>;

/** Facts that ticket systems have a field for. */
const places = ['site', 'place'];
const devices = ['device'];

/**
 * A ticket as technicians read it elsewhere. Of a confidential one the contents go only where the administrator gave its
 * group a place of its own, and its files nowhere: on the desk officers alone open them (R33).
 */
export function createCompose(options: ComposeOptions): Compose {
  const { database, organisation, texts, publicUrl, groups } = options;
  return async (written, signal) => {
    const ticket = inLanguage(written, organisation.deskLanguage);
    const confidential = isConfidential(organisation, ticket);
    const open = !confidential || Object.hasOwn(groups, ticket.group);
    const language = organisation.deskLanguage;
    const say = (key: string, parameters?: TextParameters) =>
      texts.write(parameters ? { key, with: parameters } : { key }, { language, as: 'plain' });
    const deskUrl = `${publicUrl}/desk/tickets/${encodeURIComponent(ticket.reference)}`;
    const factOf = (ids: readonly string[]) => ticket.facts.find(({ id }) => ids.includes(id))?.value;
    const location = open ? factOf(places) : undefined;
    const asset = open ? factOf(devices)?.split(',')[0] : undefined;
    const affected = open ? factOf(['affected-person']) : undefined;
    const email = await options.findMail(ticket.requester.id, signal);
    return {
      idempotencyKey: ticket.reference,
      title: open ? ticket.title : say('copy.confidential.title', { category: ticket.category }),
      ...renderBody(ticket, { organisation, say, deskUrl, open }),
      kind: ticket.kind,
      category: ticket.category,
      impact: ticket.impact,
      urgency: ticket.urgency,
      priority: ticket.priority,
      group: ticket.group,
      requester: open ? { ...ticket.requester, email } : { id: '', name: '' },
      source: ticketSource,
      deskUrl,
      ...(affected === undefined ? {} : { affected }),
      ...(location === undefined ? {} : { location }),
      ...(asset === undefined ? {} : { asset }),
      files: open
        ? [...(await transcript(database, ticket, say)), ...(confidential ? [] : await sentFiles(database, ticket))]
        : [],
    };
  };
}

async function transcript(
  { queries }: Database,
  ticket: Ticket,
  say: (key: string, parameters?: TextParameters) => string,
): Promise<TicketFile[]> {
  // What is said after the ticket went follows as comments.
  const lines = (await listTranscriptOfRequest(queries, ticket.requestId)).filter(({ at }) => at <= ticket.createdAt);
  return transcriptFiles(lines, {
    reference: ticket.reference,
    title: ticket.title,
    language: ticket.language,
    nameOf: (author) => (author === 'employee' ? ticket.requester.name : say(`desk.transcript.${author}`)),
    timeOf: (at) => say('dateTime', { at }),
    deleted: say('desk.transcript.deleted'),
  });
}

/** What the employee sent; two of one name are told apart. */
export async function sentFiles({ queries }: Database, ticket: Ticket): Promise<TicketFile[]> {
  const files: TicketFile[] = [];
  const taken = new Set<string>();
  for (const { id, name, contentType } of await listAttachmentsOfRequest(queries, ticket.requestId)) {
    const content = await findAttachmentContent(queries, id);
    if (!content) continue;
    const plain = name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^\w ._()-]/g, '_')
      .slice(-100);
    const unique = taken.has(plain) ? `${taken.size + 1}-${plain}` : plain;
    taken.add(unique);
    files.push({ name: unique, contentType, content });
  }
  return files;
}
