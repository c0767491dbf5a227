import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type ContentProblem, fieldName, readYaml, schemaProblems, shownPath } from '../../knowledge/index.ts';
import type { Campaign } from './schema.ts';
import { id, localised } from './screens.ts';

const campaigns = z.array(id);

/** `dialogs/campaigns/programme.yaml`: what to run in which month, for newcomers and for which jobs. */
export const programmeSchema = z.strictObject({
  calendar: z.array(z.strictObject({ month: z.int().min(1).max(12), campaigns })).length(12),
  newcomers: z.array(z.strictObject({ day: z.int().min(0).max(365), campaigns })),
  paths: z.array(z.strictObject({ id, title: localised, why: localised, campaigns })),
});

export type Programme = z.infer<typeof programmeSchema>;

/** The programme of the last folder that has one, checked: every campaign it names exists, and months stand in order. */
export function loadProgramme(
  folders: readonly string[],
  library: ReadonlyMap<string, Campaign>,
): { programme?: Programme; problems: readonly ContentProblem[] } {
  const file = folders
    .map((folder) => path.join(folder, 'programme.yaml'))
    .findLast((each) => statSync(each, { throwIfNoEntry: false })?.isFile());
  if (file === undefined) return { problems: [] };
  const source = readYaml(shownPath(file), readFileSync(file, 'utf8'));
  if (source.problems.length > 0) return { problems: source.problems };
  const parsed = programmeSchema.safeParse(source.value);
  if (!parsed.success) return { problems: schemaProblems(parsed.error, source) };
  const programme = parsed.data;
  const problems: ContentProblem[] = [];
  for (const list of ['calendar', 'newcomers', 'paths'] as const)
    for (const [at, entry] of programme[list].entries()) {
      const report = (field: string | number, problem: string, mend: string) => {
        const place = typeof field === 'number' ? [list, at, 'campaigns', field] : [list, at, field];
        problems.push({ file: source.file, line: source.lineOf(place), field: fieldName(place), problem, mend });
      };
      for (const [index, name] of entry.campaigns.entries())
        if (!library.has(name))
          report(index, `there is no campaign "${name}"`, 'name a file of dialogs/campaigns, without .yaml');
      if ('month' in entry && entry.month !== at + 1)
        report('month', `month ${entry.month} is out of its place`, 'list the twelve months in order');
    }
  return { programme, problems };
}

/** Obligations, and the campaigns that are evidence for each. */
export function evidenceOf(library: Iterable<Campaign>): ReadonlyMap<string, readonly Campaign[]> {
  const found = new Map<string, Campaign[]>();
  for (const campaign of library)
    for (const obligation of campaign.evidence ?? [])
      found.set(obligation, [...(found.get(obligation) ?? []), campaign]);
  return new Map([...found].sort(([one], [other]) => one.localeCompare(other)));
}
