import type { Condition, QuestioningScript } from '../scripts/schema.ts';
import { holds } from './conditions.ts';
import type { Fact, FactSource, SupportRequest } from './types.ts';

/** Records a fact; what the employee says replaces what was looked up or inferred, never the reverse. */
export function setFact(
  request: SupportRequest,
  id: string,
  value: string,
  source: FactSource,
  now: number,
  unread?: true,
): boolean {
  const known = request.facts.find((fact) => fact.id === id);
  if (known?.value === value && known.unread === undefined) return false;
  if (known && source !== 'said' && !known.unread && (known.source === 'said' || source === 'inferred')) return false;
  const fact: Fact = { id, value, source, at: now, ...(unread && { unread }) };
  request.facts = known ? request.facts.map((each) => (each === known ? fact : each)) : [...request.facts, fact];
  return true;
}

/** Draws every inference again from what was said, looked up and tried, so that none outlives its reason. */
export function settleFacts(request: SupportRequest, script: QuestioningScript, now: number): void {
  for (let round = 0; round < 10; round += 1) {
    const before = signature(request.facts);
    request.facts = request.facts.filter((fact) => fact.source !== 'inferred' || fact.unread);
    for (const tried of request.steps) {
      const step = script.steps.find((each) => each.id === tried.stepId);
      if (!step || !holds(step.when, request.facts)) continue;
      const outcome = { worked: 'worked', did_not_work: 'didNotWork', could_not: 'couldNot' } as const;
      for (const [id, value] of Object.entries(step.learns?.[outcome[tried.outcome]] ?? {})) {
        setFact(request, id, value, 'inferred', now);
      }
    }
    for (const rule of script.infer ?? []) {
      if (holds(rule.when, request.facts)) setFact(request, rule.fact, rule.value, 'inferred', now);
    }
    if (signature(request.facts) === before) return;
  }
}

/**
 * Changes an earlier answer. Only choices that depended on it, and no longer arise, are dropped; the rest is not asked
 * again. A name or a sender stays: it is as true as before, and technicians need it.
 */
export function correctFact(
  request: SupportRequest,
  script: QuestioningScript,
  id: string,
  value: string,
  now: number,
): boolean {
  if (!setFact(request, id, value, 'said', now)) return false;
  settleFacts(request, script, now);
  const changed = new Set([id]);
  for (let dropped = true; dropped; ) {
    dropped = false;
    for (const fact of script.facts) {
      if (changed.has(fact.id) || !mentions(fact.when, changed) || holds(fact.when, request.facts)) continue;
      if (fact.kind === 'text' && request.facts.some((each) => each.id === fact.id && each.value !== 'unknown'))
        continue;
      changed.add(fact.id);
      request.facts = request.facts.filter((each) => each.id !== fact.id || each.source === 'looked_up');
      settleFacts(request, script, now);
      dropped = true;
    }
  }
  return true;
}

const mentions = (condition: Condition | undefined, ids: ReadonlySet<string>): boolean =>
  (Array.isArray(condition) ? condition : [condition ?? {}]).some((clause) =>
    Object.keys(clause).some((id) => ids.has(id)),
  );

const signature = (facts: readonly Fact[]): string =>
  facts
    .map((fact) => `${fact.id}=${fact.value}`)
    .sort()
    .join('\n');

/** Fact ids whose value is known, `unknown` included: they are not asked again. */
export const answered = (request: SupportRequest): Set<string> => new Set(request.facts.map((fact) => fact.id));
