import { describe, expect, test } from 'vitest';
import { saveAttachment } from '../../adapters/database/repositories/attachments.ts';
import type { Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import { appendTranscript } from '../../adapters/database/repositories/transcript.ts';
import { htmlToText, textToHtml, unescapeHtml } from '../../adapters/ticketing/html.ts';
import { readMarker, withMarker } from '../../adapters/ticketing/marker.ts';
import { loadContent } from '../../bot/content.ts';
import { createCompose } from '../../bot/ticketing/compose.ts';
import type { TicketDraft } from '../../dialogs/escalation/types.ts';
import { phishingDraft, vpnDraft } from '../fixtures/ticket-draft.ts';
import { addTicket, databaseForTests } from '../fixtures/tickets-database.ts';

const held = databaseForTests();
const content = loadContent(undefined);
const hostile = '<img src=x onerror=alert(1)> & [x](javascript:alert(1))';

async function compose(draft: TicketDraft, groups: Record<string, string> = {}) {
  const { texts, knowledge } = await content;
  const ticket = await addTicket(held.database, draft);
  await talk(ticket);
  const copy = await createCompose({
    database: held.database,
    organisation: knowledge.organisation,
    texts,
    publicUrl: 'https://guichet.example',
    groups,
    findMail: async (id) => `${id}@saint-aubin.example`,
  })(ticket, AbortSignal.timeout(1000));
  return { ticket, copy };
}

async function talk({ requestId, conversationKey, createdAt }: Ticket): Promise<void> {
  const { queries } = held.database;
  const line = { conversationKey, requestId };
  await appendTranscript(queries, [
    { ...line, id: `${requestId}-1`, at: createdAt - 2, author: 'employee', text: hostile },
    { ...line, id: `${requestId}-2`, at: createdAt - 1, author: 'guichet', text: 'Is that right?' },
    { ...line, id: `${requestId}-3`, at: createdAt + 60_000, author: 'employee', text: 'said afterwards' },
  ]);
  const file = { name: 'Capture d’écran (1).png', contentType: 'image/png', content: Buffer.from('x') };
  for (const id of ['a', 'b']) {
    await saveAttachment(queries, {
      id: `${requestId}-${id}`,
      conversationKey,
      requestId,
      receivedAt: createdAt,
      ...file,
    });
  }
}

describe('a ticket on its way to a ticket system', () => {
  test('says facts with their source, steps with their outcome, and who said so', async () => {
    const { copy, ticket } = await compose(vpnDraft);
    expect(copy).toMatchObject({
      idempotencyKey: ticket.reference,
      requester: { id: 'priya', name: 'Priya Nair', email: 'priya@saint-aubin.example' },
      asset: 'LT-0231',
      deskUrl: `https://guichet.example/desk/tickets/${ticket.reference}`,
    });
    expect(copy.title.length).toBeLessThanOrEqual(80);
    expect(copy.text).toContain('Client : GlobalProtect (dit)');
    expect(copy.text).toMatch(/Restart the VPN client \(.*, dit\)/);
  });

  test('carries the transcript of before it was sent, in the original, as text and as a page that runs nothing (R34)', async () => {
    const { copy, ticket } = await compose(vpnDraft);
    const [text, page] = copy.files.map((file) => Buffer.from(file.content).toString('utf8'));
    expect(copy.files.slice(0, 2).map(({ name }) => name)).toEqual([
      `${ticket.reference}-transcript.txt`,
      `${ticket.reference}-transcript.html`,
    ]);
    expect(text).toContain(hostile);
    expect(text).not.toContain('said afterwards');
    expect(page).toContain('&lt;img src=x');
    expect(page).not.toContain('<img');
  });

  test('carries what the employee sent, under names of its own', async () => {
    const { copy } = await compose(vpnDraft);
    expect(copy.files.slice(2).map(({ name }) => name)).toEqual([
      'Capture d_ecran (1).png',
      '2-Capture d_ecran (1).png',
    ]);
  });

  test('is reference and family alone when it is confidential, unless its group has a place of its own (R33)', async () => {
    const { copy } = await compose(phishingDraft);
    expect(JSON.stringify({ ...copy, files: undefined })).not.toMatch(/Clicked|faux-fournisseur|Priya|typed/);
    expect(copy.files).toEqual([]);
    expect(copy.title).toContain('security.phishing');
    const { copy: placed } = await compose(phishingDraft, { security: 'CERT' });
    expect(placed.text).toContain('faux-fournisseur');
    // Files of security families are never relayed raw.
    expect(placed.files.map(({ contentType }) => contentType)).toEqual(['text/plain', 'text/html']);
  });
});

describe('rich text of ticket systems', () => {
  test('is read as words, whatever is in it', () => {
    expect(htmlToText('<p>un<br>deux</p><div>trois &amp; &lt;b&gt; &#233;</div><script>alert(1)</script>')).toBe(
      'un\ndeux\ntrois & <b> é',
    );
    expect(unescapeHtml('&#60;p&#62;x&#60;/p&#62;')).toBe('<p>x</p>');
    expect(htmlToText(textToHtml(hostile))).toBe(hostile);
  });

  test('keeps the marker of Guichet’s own comments through a system’s editor', () => {
    const written = `<p>${textToHtml(withMarker('ça coupe\ntoujours', 'abcdef012345'))}</p>`;
    expect(readMarker(htmlToText(written))).toEqual({ text: 'ça coupe\ntoujours', marker: 'abcdef012345' });
    expect(readMarker('une réponse')).toEqual({ text: 'une réponse' });
  });
});
