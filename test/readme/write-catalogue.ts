import { readFileSync, writeFileSync } from 'node:fs';
import { withCatalogue } from './catalogue.ts';

/** `npm run catalogue`: writes the service catalogue into README.md. */
const file = new URL('../../README.md', import.meta.url);
writeFileSync(file, await withCatalogue(readFileSync(file, 'utf8')));
