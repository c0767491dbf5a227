import type { FakeChannel } from './channel.ts';
import type { SentFile } from './play-schema.ts';

const beginnings: Readonly<Record<SentFile['type'], { contentType: string; bytes: Buffer }>> = {
  png: { contentType: 'image/png', bytes: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') },
  pdf: { contentType: 'application/pdf', bytes: Buffer.from('%PDF-1.7\n') },
  txt: { contentType: 'text/plain', bytes: Buffer.from('Journal du poste\n') },
  exe: { contentType: 'application/octet-stream', bytes: Buffer.from('4d5a9000', 'hex') },
};

let served = 0;

/** Puts a file where the channel serves it, and gives the attachment that Teams would send for it. */
export function attachmentOf(channel: FakeChannel, file: SentFile): object {
  const { contentType, bytes: beginning } = beginnings[file.type];
  served += 1;
  const path = `/files/${served}`;
  const bytes = Buffer.alloc(Math.max(file.bytes, beginning.length), 0x20);
  beginning.copy(bytes);
  if (file.where === 'here') channel.files.set(path, { contentType, bytes });
  const origin = file.where === 'elsewhere' ? 'https://files.example.net' : channel.url;
  const downloadUrl = `${origin}${path}`;
  return file.type === 'png'
    ? { contentType: 'image/*', contentUrl: downloadUrl, name: file.name }
    : { contentType: 'application/vnd.microsoft.teams.file.download.info', content: { downloadUrl }, name: file.name };
}
