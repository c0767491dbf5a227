import { fileURLToPath } from 'node:url';
import { loadScripts } from '../../dialogs/scripts/load.ts';
import { loadTaxonomy } from '../../dialogs/taxonomy.ts';
import { loadKnowledge } from '../../knowledge/index.ts';

const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** The service catalogue as the README shows it: families with a script in full, the others by name. */
export async function catalogue(): Promise<string> {
  const taxonomy = loadTaxonomy();
  const knowledge = await loadKnowledge([folder('knowledge')]);
  const { scripts } = loadScripts([folder('dialogs/scripts')], knowledge, taxonomy);
  const { groups } = knowledge.organisation;
  const groupName = (id: string) => groups.find((group) => group.id === id)?.name.en ?? id;

  const rows = [...scripts.values()]
    .toSorted((one, other) => one.code.localeCompare(other.code))
    .map((script) => {
      const file = `[\`${script.code}\`](dialogs/scripts/${script.code}.yaml)`;
      const articles = script.articles.map((id) => `[${id}](knowledge/articles/${id}/en.md)`).join(', ');
      return `| ${file} | ${script.title.fr} / ${script.title.en} | ${script.alwaysEscalate ? 'always to a human' : script.steps.length} | ${groupName(script.group)} | ${articles} |`;
    });
  const others = taxonomy.families.filter(({ code }) => !scripts.has(code) && code !== 'unclassified');
  return [
    '| Family | In words | Steps | Tickets go to | Articles |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    `${others.length} further families are in \`dialogs/taxonomy.yaml\` and have no script yet: ` +
      `${others.map(({ code }) => code).join(', ')}.`,
  ].join('\n');
}

const place = /(<!-- catalogue: .*? -->\n)[\s\S]*?(<!-- end of catalogue -->)/;

/** The README with the catalogue as it stands now. */
export async function withCatalogue(readme: string): Promise<string> {
  if (!place.test(readme)) throw new Error('README.md has no place for the catalogue');
  const table = await catalogue();
  return readme.replace(place, (_, before: string, after: string) => `${before}\n${table}\n\n${after}`);
}
