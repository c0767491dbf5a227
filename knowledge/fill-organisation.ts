import type { Language } from './language.ts';
import type { Organisation } from './organisation.ts';

const placeholder = /\{organisation\.([A-Za-z.]+)\}/g;

/** What `{organisation.NAME}` stands for: a named value of organisation.yaml, or `name`, the organisation itself. */
export function organisationValue(organisation: Organisation, name: string, language: Language): string | undefined {
  if (name === 'name') return organisation.name;
  if (!Object.hasOwn(organisation.values, name)) return undefined;
  const value = organisation.values[name];
  return typeof value === 'object' ? value[language] : value;
}

/** Replaces `{organisation.NAME}` in a text; an unknown name stays as written (the checker reports it). */
export function fillOrganisation(text: string, organisation: Organisation, language: Language): string {
  if (!text.includes('{organisation.')) return text;
  return text.replace(
    placeholder,
    (written, name: string) => organisationValue(organisation, name, language) ?? written,
  );
}

/** The names in `{organisation.NAME}` placeholders that organisation.yaml does not hold. */
export function unknownOrganisationNames(text: string, organisation: Organisation): readonly string[] {
  if (!text.includes('{organisation.')) return [];
  const names = [...text.matchAll(placeholder)].map(([, name]) => name!);
  return [...new Set(names)].filter((name) => organisationValue(organisation, name, 'fr') === undefined);
}
