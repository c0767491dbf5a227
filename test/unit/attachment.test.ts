import type { Attachment } from 'botbuilder';
import { strToU8, zipSync } from 'fflate';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isFile } from '../../bot/channel/attachment.ts';
import { createConnector } from '../../bot/channel/connector.ts';
import { loadConfig } from '../../bot/config.ts';
import { type FakeBotFramework, startBotFramework } from '../support/bot-framework.ts';
import { type FakeChannel, startChannel } from '../support/channel.ts';

const logger = pino({ level: 'silent' });
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const fileCard = 'application/vnd.microsoft.teams.file.download.info';

let channel: FakeChannel;
let framework: FakeBotFramework;
beforeAll(async () => {
  framework = await startBotFramework();
});
afterAll(() => framework.close());
beforeEach(async () => {
  channel = await startChannel();
  framework.requests.token = 0;
});
afterEach(() => channel.close());

const local = () => createConnector({ config: loadConfig({}), logger });
const picture = (contentUrl: string, name = 'capture.png'): Attachment => ({
  contentType: 'image/*',
  contentUrl,
  name,
});

function serve(path: string, bytes: Buffer): string {
  channel.files.set(path, { contentType: 'application/octet-stream', bytes });
  return channel.url + path;
}

function office(extra: Record<string, Uint8Array> = {}): Buffer {
  const text = strToU8('<xml/>');
  return Buffer.from(zipSync({ '[Content_Types].xml': text, 'word/document.xml': text, ...extra }));
}

test('a file and a picture are fetched, and the HTML copy of a message is no file', async () => {
  const downloadUrl = serve('/report.txt', Buffer.from('Où est mon imprimante ?'));
  const file = await local().download({ contentType: fileCard, content: { downloadUrl }, name: 'journal.log' });
  expect(file).toMatchObject({ name: 'journal.log', contentType: 'text/plain' });
  expect(file.bytes.toString()).toBe('Où est mon imprimante ?');
  expect(await local().download(picture(serve('/a.png', png)))).toMatchObject({
    name: 'capture.png',
    contentType: 'image/png',
  });
  expect(isFile({ contentType: 'text/html', content: '<p>bonjour</p>' })).toBe(false);
  expect(isFile({ contentType: 'application/vnd.microsoft.card.adaptive', content: {} })).toBe(false);
});

test('a picture inside the activity needs no call', async () => {
  const file = await local().download(picture(`data:image/png;base64,${png.toString('base64')}`));
  expect(file).toMatchObject({ contentType: 'image/png', bytes: png });
});

describe('the type is what the bytes say', () => {
  test.each([
    ['a picture called otherwise', png, 'malade.pdf', { contentType: 'image/png', name: 'malade.pdf.png' }],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'note.pdf', { contentType: 'application/pdf', name: 'note.pdf' }],
    ['a Word document', office(), 'note.docx', { name: 'note.docx' }],
    ['a log in Windows-1252', Buffer.from('erreur r\xe9seau', 'latin1'), 'vpn.log', { contentType: 'text/plain' }],
    ['a path for a name', png, '../../etc/passwd\u202egnp.png', { name: 'passwdgnp.png' }],
    ['no name', png, undefined, { name: 'file.png' }],
  ])('%s', async (_name, bytes, name, expected) => {
    const attachment = { ...picture(serve('/x', bytes)), name } as Attachment;
    expect(await local().download(attachment)).toMatchObject(expected);
  });

  test.each([
    ['a program called a picture', Buffer.from('MZ\x90\x00\x03'), 'photo.png'],
    ['an archive', office(), 'note.zip'],
    ['an archive called a document', Buffer.from(zipSync({ 'run.exe': strToU8('MZ') })), 'note.docx'],
    ['a document with macros', office({ 'word/vbaProject.bin': strToU8('Sub x()') }), 'note.docx'],
    ['a web page', Buffer.from('<html><script>alert(1)</script>'), 'page.html'],
    ['a drawing that runs script', Buffer.from('<svg onload="x()"/>'), 'logo.svg'],
    ['a script', Buffer.from('Remove-Item C:\\'), 'fix.ps1'],
    ['binary called a log', Buffer.from([1, 0, 2, 0]), 'vpn.log'],
    ['nothing', Buffer.alloc(0), 'photo.png'],
  ])('%s is refused', async (_name, bytes, name) => {
    await expect(local().download(picture(serve('/x', bytes), name))).rejects.toMatchObject({ code: 'type' });
  });
});

describe('R24 R34 addresses', () => {
  test.each([
    'http://169.254.169.254/metadata',
    'http://10.0.0.1/x',
    'https://evil.example/x.png',
    'file:///etc/passwd',
    'data:text/html,x',
  ])('%s is not fetched in local mode', async (address) => {
    await expect(local().download(picture(address))).rejects.toMatchObject({ code: 'address' });
  });

  test.each([
    'http://contoso.sharepoint.com/x.png',
    'https://sharepoint.com.evil.example/x.png',
    'https://evilsharepoint.com/x.png',
    'https://contoso.sharepoint.com:8443/x.png',
    'http://127.0.0.1:1/x.png',
  ])('%s is not fetched in production', async (address) => {
    const production = createConnector({ config: loadConfig(productionEnv), logger });
    await expect(production.download(picture(address))).rejects.toMatchObject({ code: 'address' });
  });

  test('a redirect off the list is not followed, one on it is, and there is an end to them', async () => {
    channel.files.set('/out', { contentType: '', bytes: png, location: 'http://169.254.169.254/metadata' });
    await expect(local().download(picture(`${channel.url}/out`))).rejects.toMatchObject({ code: 'address' });
    serve('/a.png', png);
    channel.files.set('/in', { contentType: '', bytes: png, location: '/a.png' });
    expect((await local().download(picture(`${channel.url}/in`))).bytes).toEqual(png);
    channel.files.set('/loop', { contentType: '', bytes: png, location: '/loop' });
    await expect(local().download(picture(`${channel.url}/loop`))).rejects.toMatchObject({ code: 'address' });
  });

  test("the token goes to the channel's own hosts and to no file host", async () => {
    const files = await startChannel();
    files.files.set('/report.png', { contentType: 'image/png', bytes: png });
    const config = framework.config(channel.url);
    const cloud = { ...config.cloud, fileOrigins: [files.url] };
    const production = createConnector({ config: { ...config, cloud }, logger });
    const content = { downloadUrl: `${files.url}/report.png` };
    expect((await production.download({ contentType: fileCard, content, name: 'report.png' })).bytes).toEqual(png);
    expect(framework.requests.token).toBe(0);
    await production.download(picture(serve('/v3/attachments/1/views/original', png)));
    expect(framework.requests.token).toBe(1);
    await files.close();
  });
});

test('a file over 20 MB is refused while it streams', async () => {
  const bytes = Buffer.concat([png, Buffer.alloc(21 * 1024 * 1024)]);
  await expect(local().download(picture(serve('/big.png', bytes)))).rejects.toMatchObject({ code: 'size' });
});

test('a file that is gone is a refusal with its status', async () => {
  await expect(local().download(picture(`${channel.url}/gone.png`))).rejects.toMatchObject({ status: 404 });
});

const productionEnv = {
  MicrosoftAppId: '00000000-0000-0000-0000-0000000000b0',
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: '00000000-0000-0000-0000-00000000aaaa',
  MicrosoftAppPassword: 'secret',
};
