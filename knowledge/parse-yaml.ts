import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** Beside Node's own compile cache, written by whoever installed the project. */
const folder = fileURLToPath(new URL('../node_modules/.cache/guichet-yaml', import.meta.url));

/**
 * The value of a YAML text. Reading 300 KB of YAML takes a third of a cold start, and it seldom changes: values are kept
 * under the hash of their text. Where nothing can be written, it is read each time. @throws YAMLParseError
 */
export function parseYaml(text: string): unknown {
  const file = path.join(folder, `${createHash('sha256').update(text).digest('hex')}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Not there, or cut short by a full disk: the text itself is read.
  }
  const value: unknown = parse(text);
  try {
    mkdirSync(folder, { recursive: true });
    const written = `${file}.${process.pid}`;
    writeFileSync(written, JSON.stringify(value));
    renameSync(written, file);
  } catch {
    // A read-only image: nothing is kept.
  }
  return value;
}
