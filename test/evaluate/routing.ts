import { z } from 'zod';
import { findCommand, type Router } from '../../dialogs/triage/index.ts';
import type { Language } from '../../knowledge/index.ts';
import { share } from './rows.ts';

export const routingRow = z.object({
  id: z.string(),
  lang: z.string(),
  text: z.string(),
  accept: z.array(z.string()).min(1),
});
export type RoutingRow = z.infer<typeof routingRow>;

export interface Prediction {
  readonly id: string;
  /** A family code, `none`, or `command:human`, `status`, `cancel`, `restart`, `language`. */
  readonly predicted: string;
  readonly confidence: number;
  /** Best first. */
  readonly alternatives: readonly string[];
}

const measured = new Set(['human', 'status', 'cancel', 'restart', 'language']);

/** What Guichet would take a first message for: a command, a family, or nothing of its business. */
export function predict(router: Router, row: RoutingRow): Prediction {
  const language: Language | undefined = row.lang === 'fr' || row.lang === 'en' ? row.lang : undefined;
  const routing = router.route(row.text, language);
  const families = routing.candidates.map(({ code }) => code);
  const command = (findCommand(row.text) ?? routing.command?.name)?.split(':')[0];
  if (command !== undefined && measured.has(command)) {
    return { id: row.id, predicted: `command:${command}`, confidence: 1, alternatives: ['none', ...families] };
  }
  // Small talk and other commands (help, privacy) are no family either.
  if (command !== undefined) return { id: row.id, predicted: 'none', confidence: 1, alternatives: families };
  const predicted =
    routing.predicted === 'none' && routing.reading === 'unsure' ? (routing.category ?? 'none') : routing.predicted;
  const alternatives = [...families, 'none'].filter((code) => code !== predicted);
  return { id: row.id, predicted, confidence: Number(routing.confidence.toFixed(4)), alternatives };
}

/** The measures of DESIGN §9; those of nothing are null. */
export function measureRouting(rows: readonly RoutingRow[], predictions: readonly Prediction[]) {
  const pairs = rows.map((row, index) => ({ row, prediction: predictions[index]! }));
  const right = pairs.filter(({ row, prediction }) => row.accept.includes(prediction.predicted));
  const inThree = pairs.filter(({ row, prediction: { predicted, alternatives } }) =>
    [predicted, ...alternatives].slice(0, 3).some((code) => row.accept.includes(code)),
  );
  const ofNone = pairs.filter(({ row }) => row.accept.includes('none'));
  const saidNone = pairs.filter(({ prediction }) => prediction.predicted === 'none');
  const bothNone = saidNone.filter(({ row }) => row.accept.includes('none'));
  const languages = [...new Set(rows.map((row) => row.lang))].sort();
  return {
    accuracy: share(right.length, pairs.length),
    top3: share(inThree.length, pairs.length),
    none_recall: share(bothNone.length, ofNone.length),
    none_precision: share(bothNone.length, saidNone.length),
    by_lang: Object.fromEntries(
      languages.map((lang) => [
        lang,
        share(right.filter(({ row }) => row.lang === lang).length, pairs.filter(({ row }) => row.lang === lang).length),
      ]),
    ),
  };
}
