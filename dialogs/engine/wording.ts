import type { Localised } from '../../knowledge/index.ts';
import type { QuestioningScript, ScriptFact } from '../scripts/schema.ts';
import type { Fact, Text, TextParameters } from './types.ts';

const declared = (script: QuestioningScript, id: string): ScriptFact | undefined =>
  script.facts.find((fact) => fact.id === id);

/** A fact's value as people read it. */
export function valueText(script: QuestioningScript, fact: Fact): Text {
  if (fact.value === 'unknown') return { key: fact.unread ? 'value.unread' : 'value.unknown' };
  const definition = declared(script, fact.id);
  const option = definition?.options?.find((each) => each.id === fact.value);
  if (option) return { written: option.label };
  if (definition?.kind === 'yes-no') return { key: fact.value === 'yes' ? 'value.yes' : 'value.no' };
  if (fact.source === 'looked_up' && (fact.value === 'yes' || fact.value === 'no'))
    return { key: `value.${fact.value}` };
  return { data: fact.value };
}

/** A label in the middle of a sentence; an acronym stays as it is. */
export function labelText({ label }: ScriptFact): Text {
  const lower = (value: string) =>
    /^\p{Lu}\p{Lu}/u.test(value) ? value : value.charAt(0).toLocaleLowerCase() + value.slice(1);
  return { written: { fr: lower(label.fr), en: lower(label.en) } };
}

/** Parameters for a script's placeholders: every known fact by its id. */
export function factParameters(script: QuestioningScript, facts: readonly Fact[]): TextParameters {
  return Object.fromEntries(facts.map((fact) => [fact.id, valueText(script, fact)]));
}

/**
 * The clauses of a reformulation: the script's first choice states the problem, the other facts complete it; the title
 * stands in while that choice is not known.
 */
export function recapClauses(
  script: QuestioningScript,
  facts: readonly Fact[],
): { main: Text; complements: readonly Text[] } {
  const first = script.facts.find((fact) => fact.options !== undefined);
  let main: Text | undefined;
  const complements: Text[] = [];
  for (const definition of script.facts) {
    const fact = facts.find((each) => each.id === definition.id);
    if (!fact || fact.value === 'unknown') continue;
    // What steps taught is the technician's; what stands for an answer is said back like one.
    if (fact.source === 'inferred' && definition.ask === undefined) continue;
    const option = definition.options?.find((each) => each.id === fact.value);
    const clause: Localised | undefined = option?.recap ?? definition.recap;
    if (!clause) continue;
    const spoken: Text = {
      written: clause,
      with: { ...factParameters(script, facts), value: valueText(script, fact) },
    };
    if (option?.recap && definition === first) main = spoken;
    else complements.push(spoken);
  }
  return { main: main ?? { key: 'reformulation.title', with: { title: { written: script.title } } }, complements };
}

/** Fills `{name}` and drops `[…]` parts whose facts are unknown (ticket titles). */
export function fillTitle(template: string, value: (name: string) => string | undefined): string {
  const fill = (part: string): string | undefined => {
    let missing = false;
    const filled = part.replace(/\{([^}]+)\}/g, (_, name: string) => {
      const found = value(name);
      if (found === undefined) missing = true;
      return found ?? '';
    });
    return missing ? undefined : filled;
  };
  const optional = template.replace(/\[([^\]]*)\]/g, (_, part: string) => fill(part) ?? '');
  // What is unknown leaves with the comma after it: « VPN : {symptom}, 4G » reads « VPN : 4G ».
  const title = optional.replace(/\{([^}]+)\}(\s*,)?/g, (_, name: string, comma = '') => {
    const found = value(name);
    return found === undefined ? '' : found + comma;
  });
  return title
    .replace(/\s+/g, ' ')
    .replace(/\s*[:,–-]\s*$/u, '')
    .trim();
}
