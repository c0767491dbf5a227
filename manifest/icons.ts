import { writeFileSync } from 'node:fs';
import { encodePng, type Picture } from './png.ts';

/**
 * Draws the two icons that Teams asks for: `node manifest/icons.ts`, whose output is committed.
 * The mark is a counter window: an arch with its pass-through, a conversation in it, a ledge below.
 */
type Shape = (x: number, y: number) => boolean;
type Color = readonly [red: number, green: number, blue: number];

const petrol: Color = [11, 83, 94];
const white: Color = [255, 255, 255];
const samplesPerSide = 6;

const circle =
  (centreX: number, centreY: number, radius: number): Shape =>
  (x, y) =>
    Math.hypot(x - centreX, y - centreY) <= radius;

const box =
  (left: number, top: number, right: number, bottom: number, corner = 0): Shape =>
  (x, y) => {
    const outsideX = Math.max(left + corner - x, 0, x - (right - corner));
    const outsideY = Math.max(top + corner - y, 0, y - (bottom - corner));
    return (
      x >= left && x <= right && y >= top && y <= bottom && Math.hypot(outsideX, outsideY) <= Math.max(corner, 1e-9)
    );
  };

const any =
  (...shapes: Shape[]): Shape =>
  (x, y) =>
    shapes.some((shape) => shape(x, y));
const without =
  (shape: Shape, hole: Shape): Shape =>
  (x, y) =>
    shape(x, y) && !hole(x, y);

/** An arch: a half circle on a rectangle, grown or shrunk by `margin`. */
const arch = (margin: number): Shape => any(circle(50, 42, 28 + margin), box(22 - margin, 42, 78 + margin, 76));

/** In a square of 100 by 100. */
function mark(stroke: number): Shape {
  const frame = without(arch(0), arch(-stroke));
  const conversation = any(...[37, 50, 63].map((x) => circle(x, 44, stroke * 0.56)));
  const passThrough = without(circle(50, 76, 16), any(circle(50, 76, 16 - stroke), box(0, 77, 100, 100)));
  const ledge = box(10, 76, 90, 76 + stroke * 1.25, stroke * 0.6);
  return any(frame, conversation, passThrough, ledge);
}

/** Scales the mark into `size` pixels about the centre; each pixel is as opaque as it is covered. */
function draw(size: number, shape: Shape, scale: number, background?: Color): Picture {
  const pixels = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const covered = coverage(x, y, size, shape, scale);
      const color = background ? white.map((part, index) => mix(background[index] ?? 0, part, covered)) : white;
      pixels.set([...color, background ? 255 : Math.round(covered * 255)], (y * size + x) * 4);
    }
  }
  return { width: size, height: size, pixels };
}

function coverage(x: number, y: number, size: number, shape: Shape, scale: number): number {
  const toMark = (pixel: number) => 50 + ((pixel / size) * 100 - 50) / scale;
  let inside = 0;
  for (let row = 0; row < samplesPerSide; row++) {
    for (let column = 0; column < samplesPerSide; column++) {
      const sampleX = x + (column + 0.5) / samplesPerSide;
      const sampleY = y + (row + 0.5) / samplesPerSide;
      if (shape(toMark(sampleX), toMark(sampleY))) inside++;
    }
  }
  return inside / samplesPerSide ** 2;
}

function mix(from: number, to: number, share: number): number {
  return Math.round(from + (to - from) * share);
}

/** Teams asks for 192 by 192 in colour and 32 by 32 in white on nothing. */
writeFileSync(new URL('color.png', import.meta.url), encodePng(draw(192, mark(7), 0.78, petrol)));
writeFileSync(new URL('outline.png', import.meta.url), encodePng(draw(32, mark(8), 1.1)));
