import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { Language } from '../language.ts';
import type { SearchIndex } from './search-index.ts';

interface Header {
  readonly language: Language;
  readonly documentCount: number;
  /** Bytes of the terms, one a line. */
  readonly terms: number;
  /** How many numbers each array holds, in the order of `arrays`. */
  readonly lengths: readonly number[];
}

const mark = 'guichet-search-1\n';
const arrays = [
  'sequence',
  'documentAt',
  'firstPassage',
  'headingAt',
  'bodyAt',
  'postingsAt',
  'postings',
] as const satisfies readonly (keyof SearchIndex)[];

/** Bytes written and read at once; a call of the system moves at most 2 GB. */
const piece = 1 << 24;

/** Writes an index as one file: what it is, a JSON header, its terms, then its numbers, little-endian. */
export function writeIndex(index: SearchIndex, file: string): void {
  const terms = Buffer.from(index.terms.join('\n'));
  const header: Header = {
    language: index.language,
    documentCount: index.documentCount,
    terms: terms.length,
    lengths: arrays.map((name) => index[name].length),
  };
  const json = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(json.length);
  const handle = openSync(file, 'w');
  try {
    for (const bytes of [Buffer.from(mark), size, json, terms]) writeAll(handle, bytes);
    for (const name of arrays) {
      const numbers = index[name];
      writeAll(handle, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    }
  } finally {
    closeSync(handle);
  }
}

/** @throws Error when the file is no index of this version, or ends early */
export function readIndex(file: string): SearchIndex {
  const handle = openSync(file, 'r');
  try {
    if (readBytes(handle, mark.length).toString() !== mark) throw new Error(`${file}: no search index of this version`);
    const size = readBytes(handle, 4).readUInt32LE();
    const header = JSON.parse(readBytes(handle, size).toString()) as Header;
    const text = readBytes(handle, header.terms).toString();
    const terms = text === '' ? [] : text.split('\n');
    const numbers = header.lengths.map((length) => {
      const list = new Uint32Array(length);
      readInto(handle, new Uint8Array(list.buffer));
      return list;
    });
    const { language, documentCount } = header;
    const [sequence, documentAt, firstPassage, headingAt, bodyAt, postingsAt, postings] = numbers;
    return {
      language,
      documentCount,
      terms,
      numberOf: new Map(terms.map((term, number) => [term, number])),
      sequence: sequence!,
      documentAt: documentAt!,
      firstPassage: firstPassage!,
      headingAt: headingAt!,
      bodyAt: bodyAt!,
      postingsAt: postingsAt!,
      postings: postings!,
    };
  } finally {
    closeSync(handle);
  }
}

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at, Math.min(piece, bytes.length - at));
}

function readBytes(handle: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readInto(handle, bytes);
  return bytes;
}

function readInto(handle: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    const count = readSync(handle, bytes, at, Math.min(piece, bytes.length - at), null);
    if (count === 0) throw new Error('The search index ends early');
    at += count;
  }
}
