import type { RoutingModel } from './model.ts';

interface Header {
  readonly labels: readonly string[];
  readonly sharpness: number;
  readonly vocabulary: string;
  readonly features: number;
  readonly known: number;
}

const mark = 'guichet-routing-1\n';
const aligned = (length: number): number => Math.ceil(length / 4) * 4;

/** A model as one file: a line that says what it is, a JSON header, then its numbers, little-endian. */
export function encodeModel(model: RoutingModel): Buffer {
  const header: Header = {
    labels: model.labels,
    sharpness: model.sharpness,
    vocabulary: [...model.vocabulary].sort().join(' '),
    features: model.keys.length,
    known: model.known.length,
  };
  const json = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(json.length);
  const start = Buffer.concat([Buffer.from(mark), size, json]);
  const padding = Buffer.alloc(aligned(start.length) - start.length);
  const numbers = [model.keys, model.known, model.rarities, model.scales, model.weights];
  return Buffer.concat([
    start,
    padding,
    ...numbers.map((list) => new Uint8Array(list.buffer, list.byteOffset, list.byteLength)),
  ]);
}

/** @throws Error when the bytes are no model of this version */
export function decodeModel(file: Buffer): RoutingModel {
  if (!file.subarray(0, mark.length).equals(Buffer.from(mark))) throw new Error('Not a routing model of this version');
  const length = file.readUInt32LE(mark.length);
  const from = mark.length + 4;
  const header = JSON.parse(file.toString('utf8', from, from + length)) as Header;
  // Numbers of four bytes must stand at multiples of four in memory, wherever the file was read to.
  const numbers = Uint8Array.prototype.slice.call(file, aligned(from + length)).buffer;
  const { labels, sharpness, features, known } = header;
  const floats = 4 * (features + known);
  return {
    labels,
    sharpness,
    vocabulary: new Set(header.vocabulary.split(' ')),
    keys: new Int32Array(numbers, 0, features),
    known: new Int32Array(numbers, 4 * features, known),
    rarities: new Float32Array(numbers, floats, features),
    scales: new Float32Array(numbers, floats + 4 * features, features),
    weights: new Int8Array(numbers, floats + 8 * features, features * labels.length),
  };
}
