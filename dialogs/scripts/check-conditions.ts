import { type ContentProblem, fieldName } from '../../knowledge/index.ts';
import { conditionsOf, valuesOf } from './check-references.ts';
import type { LoadedScript } from './read.ts';
import type { Condition, QuestioningScript, ScriptFact } from './schema.ts';

/** A fact nobody has told yet, and any text or number. */
const unset = Symbol('unset');
const anything = Symbol('anything');
type Value = string | typeof unset | typeof anything;
type Domain = ReadonlySet<Value>;
type Constraints = ReadonlyMap<string, Domain>;
type Clause = Exclude<Condition, readonly unknown[]>;

const what: Readonly<Record<string, string>> = {
  facts: 'this question can never be asked',
  steps: 'this step can never be reached',
};

/** Conditions that no answers, conclusions and look-ups can ever fulfil: questions never asked, steps never reached. */
export function checkConditions({ script, source }: LoadedScript): ContentProblem[] {
  const reach = reachability(script);
  return conditionsOf(script)
    .filter(({ condition }) => !reach.canHold(condition))
    .map(({ path, condition }) => ({
      file: source.file,
      line: source.lineOf(path),
      field: fieldName(path),
      problem: `${what[String(path[0])] ?? 'this can never apply'}: no answers make its "when" hold${reach.because(condition)}`,
      mend: 'correct the condition, or let a question, an inference or a step give the facts that it names',
    }));
}

/** What facts may become, and whether a condition may hold. Over-generous: what it refuses is impossible for certain. */
function reachability(script: QuestioningScript) {
  const facts = new Map(script.facts.map((fact) => [fact.id, fact]));

  /** The conditions under which a fact gets a value, one list for each way; an empty list: it may be so at any time. */
  function waysTo(id: string, value: Value): readonly (readonly Condition[])[] {
    const fact = facts.get(id);
    if (!fact || value === unset) return [[]];
    if (isSaid(fact)) return [[]];
    const ways: Condition[][] = [];
    if (fact.ask) ways.push(fact.when === undefined ? [] : [fact.when]);
    const given = (each: string) => value === anything || each === value;
    for (const rule of script.infer ?? []) if (rule.fact === id && given(rule.value)) ways.push([rule.when]);
    for (const step of script.steps)
      for (const learnt of Object.values(step.learns ?? {}))
        if (learnt?.[id] !== undefined && given(learnt[id])) ways.push(step.when === undefined ? [] : [step.when]);
    return ways;
  }

  function satisfiable(conditions: readonly Condition[], known: Constraints, pursued: ReadonlySet<string>): boolean {
    const [first, ...rest] = conditions;
    if (first === undefined) return fulfillable(known, pursued);
    return clausesOf(first).some((clause) => {
      const narrowed = narrow(clause, known, facts);
      return narrowed !== undefined && satisfiable(rest, narrowed, pursued);
    });
  }

  /** Whether each fact that must be known can get one of the values left to it, together with all the others. */
  function fulfillable(known: Constraints, pursued: ReadonlySet<string>): boolean {
    const next = [...known].find(([id, domain]) => !pursued.has(id) && !domain.has(unset));
    if (!next) return true;
    const [id, domain] = next;
    return [...domain].some((value) =>
      waysTo(id, value).some((way) => {
        const fixed = new Map(known).set(id, new Set([value]));
        return satisfiable(way.map(onlyKnown), fixed, new Set([...pursued, id]));
      }),
    );
  }

  return {
    canHold: (condition: Condition) => satisfiable([condition], new Map(), new Set()),
    because(condition: Condition): string {
      const clauses = clausesOf(condition);
      const alone = clauses.flatMap((clause) =>
        Object.entries(clause).filter(([id, test]) => !satisfiable([{ [id]: test }], new Map(), new Set())),
      );
      const [first] = alone;
      return first ? ` (nothing gives "${first[0]}" such a value)` : '';
    },
  };
}

/** Found in the employee's own words or looked up: at any time, whatever its `when` says. */
function isSaid(fact: ScriptFact): boolean {
  return Boolean(
    fact.lookUp || fact.entity || fact.yes || fact.no || fact.options?.some((option) => option.words !== undefined),
  );
}

/** What held when a fact was asked may have been learnt later: only what had to be known then still binds. */
function onlyKnown(condition: Condition): Condition {
  return clausesOf(condition).map((clause) =>
    Object.fromEntries(
      Object.entries(clause).filter(
        ([, test]) =>
          typeof test === 'string' || Array.isArray(test) || ('known' in test && test.known) || 'atLeast' in test,
      ),
    ),
  );
}

const clausesOf = (condition: Condition): readonly Clause[] => (Array.isArray(condition) ? condition : [condition]);

/** The constraints with a clause's added, or undefined when they contradict each other. */
function narrow(clause: Clause, known: Constraints, facts: ReadonlyMap<string, ScriptFact>): Constraints | undefined {
  const narrowed = new Map(known);
  for (const [id, test] of Object.entries(clause)) {
    const fact = facts.get(id);
    // An unknown name is reported by the check of references.
    if (!fact) continue;
    const left = allowedBy(test, narrowed.get(id) ?? domainOf(fact));
    if (left.size === 0) return undefined;
    narrowed.set(id, left);
  }
  return narrowed;
}

function domainOf(fact: ScriptFact): Domain {
  const values = valuesOf(fact);
  const told: readonly Value[] = values === 'any' ? [anything] : values;
  return new Set<Value>([unset, 'unknown', ...told]);
}

/** The values of a domain that pass a test. Where any text is possible, those that the test names are. */
function allowedBy(test: Clause[string], domain: Domain): Domain {
  const keep = (matches: (value: Value) => boolean) => new Set([...domain].filter(matches));
  if (typeof test === 'string' || Array.isArray(test)) {
    const named = typeof test === 'string' ? [test] : test;
    return new Set(named.filter((value) => domain.has(value) || domain.has(anything)));
  }
  if ('known' in test) return keep((value) => test.known === (value !== unset && value !== 'unknown'));
  if ('atLeast' in test)
    return keep((value) => value === anything || (typeof value === 'string' && Number(value) >= test.atLeast));
  const refused = typeof test.not === 'string' ? [test.not] : test.not;
  return keep((value) => typeof value !== 'string' || !refused.includes(value));
}
