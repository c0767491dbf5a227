import path from 'node:path';
import { readIfThere, shownPath } from './content-files.ts';
import type { ContentProblem } from './content-problem.ts';
import { type Organisation, organisationSchema } from './organisation.ts';
import { schemaProblems } from './schema-problems.ts';
import { type FieldPath, fieldName, readYaml } from './yaml-source.ts';

interface Loaded {
  readonly organisation?: Organisation;
  readonly problems: readonly ContentProblem[];
}

/** The last folder that has an organisation.yaml describes the organisation. */
export async function loadOrganisation(folders: readonly string[]): Promise<Loaded> {
  for (const folder of folders.toReversed()) {
    const file = path.join(folder, 'organisation.yaml');
    const text = await readIfThere(file);
    if (text !== undefined) return parseOrganisation(text, shownPath(file));
  }
  const file = shownPath(path.join(folders[0] ?? 'knowledge', 'organisation.yaml'));
  const mend = 'write the organisation: its form is in knowledge/organisation.ts';
  return { problems: [{ file, problem: 'is missing', mend }] };
}

function parseOrganisation(text: string, file: string): Loaded {
  const source = readYaml(file, text);
  if (source.problems.length > 0) return { problems: source.problems };
  const parsed = organisationSchema.safeParse(source.value);
  if (!parsed.success) return { problems: schemaProblems(parsed.error, source) };
  const problems = contradictions(parsed.data).map(
    ([field, problem, mend]): ContentProblem => ({
      file,
      line: source.lineOf(field),
      field: fieldName(field),
      problem,
      mend,
    }),
  );
  return { organisation: parsed.data, problems };
}

type Contradiction = readonly [field: FieldPath, problem: string, mend: string];

/** What the schema cannot say: each value is well formed, but they do not fit together. */
function contradictions(organisation: Organisation): Contradiction[] {
  const { groups, sites, defaultGroup, timeZone } = organisation;
  const found: Contradiction[] = [];
  const checkIds = (field: string, entries: readonly { readonly id: string }[]) => {
    for (const [at, { id }] of entries.entries())
      if (entries.findIndex((other) => other.id === id) !== at)
        found.push([[field, at, 'id'], `"${id}" stands twice`, 'give each its own id']);
  };

  checkIds('groups', groups);
  checkIds('sites', sites);
  if (!groups.some(({ id }) => id === defaultGroup))
    found.push([['defaultGroup'], `no group has the id "${defaultGroup}"`, 'name one of the groups above']);
  if (!isTimeZone(timeZone))
    found.push([['timeZone'], `"${timeZone}" is not a time zone`, 'write an IANA name such as Europe/Paris']);
  return found;
}

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
