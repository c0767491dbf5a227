import type { RoutingModel } from './model.ts';
import type { Learnt } from './train.ts';

const most = 127;

/** Weights as bytes, each row in units of its own scale: a quarter of the size, and no message routed otherwise. */
export function quantise({
  labels,
  weights,
}: Pick<Learnt, 'labels' | 'weights'>): Pick<RoutingModel, 'weights' | 'scales'> {
  const size = labels.length;
  const rows = weights.length / size;
  const scales = new Float32Array(rows);
  const bytes = new Int8Array(weights.length);
  for (let row = 0; row < rows; row += 1) {
    const start = row * size;
    let highest = 0;
    for (let label = 0; label < size; label += 1) highest = Math.max(highest, Math.abs(weights[start + label]!));
    if (highest === 0) continue;
    scales[row] = highest / most;
    for (let label = 0; label < size; label += 1)
      bytes[start + label] = Math.round(weights[start + label]! / scales[row]!);
  }
  return { weights: bytes, scales };
}

/** The weights of a model as numbers again. */
export function expand({ labels, weights, scales }: RoutingModel): Float32Array {
  return Float32Array.from(weights, (byte, at) => byte * scales[Math.floor(at / labels.length)]!);
}
