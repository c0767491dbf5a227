import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RoutingModel } from './model.ts';
import { decodeModel } from './model-file.ts';

/** Written by `npm run learn`. */
export const modelFile = fileURLToPath(new URL('../routing.model', import.meta.url));

/** The model learnt from the shipped scripts, articles and messages. */
export const loadShippedModel = (): RoutingModel => decodeModel(readFileSync(modelFile));
