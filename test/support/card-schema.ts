import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const {
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(readFileSync(new URL('../fixtures/specs/adaptive-card-1.5-teams.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);

/** What the published schema of cards in Teams says against one; empty when it is right. */
export function cardProblems(card: unknown): string[] {
  if (validate(card)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
}
