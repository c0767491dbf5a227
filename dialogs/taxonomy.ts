import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseYaml } from '../knowledge/index.ts';

const familySchema = z.strictObject({
  code: z.string(),
  /** Professional competence of the TSSR reference, CP1 to CP9. */
  competence: z.string().regex(/^CP[1-9]$/),
  kind: z.enum(['incident', 'serviceRequest']),
  /** The wider family: a message routed to it is not wrong, only less exact. */
  within: z.string().optional(),
  fr: z.string(),
  en: z.string(),
});

export type Family = z.infer<typeof familySchema>;

/** The service catalogue: what a ticket's category may be. */
export interface Taxonomy {
  readonly families: readonly Family[];
  find(code: string): Family | undefined;
}

/** Reads dialogs/taxonomy.yaml; throws when it is malformed, because nothing works without it. */
export function loadTaxonomy(): Taxonomy {
  const text = readFileSync(new URL('./taxonomy.yaml', import.meta.url), 'utf8');
  const { families } = z.strictObject({ families: z.array(familySchema).min(1) }).parse(parseYaml(text));
  const byCode = new Map(families.map((family) => [family.code, family]));
  return { families, find: (code) => byCode.get(code) };
}
