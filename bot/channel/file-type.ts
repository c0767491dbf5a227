export interface FileType {
  readonly contentType: string;
  readonly extension: string;
}

/** Signatures at the start of a file: bytes, offset. */
const signatures: readonly (FileType & { readonly starts: readonly (readonly [number, string])[] })[] = [
  { contentType: 'image/png', extension: 'png', starts: [[0, '89504e470d0a1a0a']] },
  { contentType: 'image/jpeg', extension: 'jpg', starts: [[0, 'ffd8ff']] },
  { contentType: 'image/gif', extension: 'gif', starts: [[0, '474946383961']] },
  { contentType: 'image/gif', extension: 'gif', starts: [[0, '474946383761']] },
  {
    contentType: 'image/webp',
    extension: 'webp',
    starts: [
      [0, '52494646'],
      [8, '57454250'],
    ],
  },
  { contentType: 'application/pdf', extension: 'pdf', starts: [[0, '255044462d']] },
];

const office = 'application/vnd.openxmlformats-officedocument';
const officeTypes: Readonly<Record<string, { contentType: string; part: string }>> = {
  docx: { contentType: `${office}.wordprocessingml.document`, part: 'word/' },
  xlsx: { contentType: `${office}.spreadsheetml.sheet`, part: 'xl/' },
  pptx: { contentType: `${office}.presentationml.presentation`, part: 'ppt/' },
};

/** What a file is by its bytes; undefined for everything a support ticket has no use for: programs, archives, scripts. */
export function fileType(bytes: Buffer, name: string): FileType | undefined {
  const known = signatures.find(({ starts }) =>
    starts.every(([offset, hex]) => bytes.subarray(offset, offset + hex.length / 2).toString('hex') === hex),
  );
  if (known) return { contentType: known.contentType, extension: known.extension };
  const extension = /\.([a-z]{3,4})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (bytes.subarray(0, 4).toString('hex') === '504b0304') return officeType(bytes, extension);
  if (/^(txt|log|csv|eml)$/.test(extension) && isText(bytes)) return { contentType: 'text/plain', extension: 'txt' };
  return undefined;
}

/** A zip that holds what a document of that extension holds, and no macros. */
function officeType(bytes: Buffer, extension: string): FileType | undefined {
  const type = officeTypes[extension];
  if (!type || !bytes.includes('[Content_Types].xml') || !bytes.includes(type.part)) return undefined;
  return bytes.includes('vbaProject.bin') ? undefined : { contentType: type.contentType, extension };
}

function isText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    // Windows still writes logs in Windows-1252; every byte but five of the control range means something there.
    return !bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
  }
}
