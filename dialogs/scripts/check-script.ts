import type { ContentProblem } from '../../knowledge/index.ts';
import { checkConditions } from './check-conditions.ts';
import { checkReferences } from './check-references.ts';
import { checkShape } from './check-shape.ts';
import { checkTexts, checkTitle, untranslatedTexts } from './check-texts.ts';
import { countQuestions, type QuestionCount, seeded, walk } from './paths.ts';
import type { LoadedScript, ScriptSurroundings } from './read.ts';

/** Past this median, people are questioned rather than helped. */
const manyQuestions = 5;
const walks = 1000;

export interface ScriptReport {
  readonly problems: readonly ContentProblem[];
  /** Worth a look, not wrong for certain. */
  readonly warnings: readonly ContentProblem[];
  readonly questions: QuestionCount;
}

/** Everything that can be said of one script that fits the schema. */
export function checkScript(loaded: LoadedScript, surroundings: ScriptSurroundings): ScriptReport {
  const random = seeded(1);
  const paths = Array.from({ length: walks }, () => walk(loaded.script, random));
  const talkative = Array.from({ length: walks }, () => walk(loaded.script, random, 0.3));
  const questions = countQuestions(paths);
  const problems = [
    ...checkReferences(loaded, surroundings),
    ...checkShape(loaded),
    ...checkConditions(loaded),
    ...checkTexts(loaded),
    ...checkTitle(loaded, talkative),
  ];
  const warnings = untranslatedTexts(loaded);
  if (questions.median > manyQuestions)
    warnings.push({
      file: loaded.source.file,
      line: loaded.source.lineOf(['facts']),
      field: 'facts',
      problem: `half of the people are asked ${questions.median} questions or more`,
      mend: 'ask only what decides the next step; look up or infer the rest',
    });
  return { problems: problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)), warnings, questions };
}
