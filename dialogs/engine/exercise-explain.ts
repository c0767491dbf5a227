import { isRight, unlinked } from '../campaigns/marking.ts';
import type { QuestionScreen } from '../campaigns/screens.ts';
import { text } from './turn.ts';
import type { Text } from './types.ts';

type Written = { readonly fr: string; readonly en: string };

const words = (written: Written): Text => ({ written });
/** A part of a message shown as an example, inside a sentence: no link, and no comma of its own. */
const quoted = (written: Written): Text => {
  const { fr, en } = unlinked(written);
  return { written: { fr: fr.replace(/[\s,.;:]+$/, ''), en: en.replace(/[\s,.;:]+$/, '') } };
};
const bold = (label: Text): Text => text('campaign.bold', { words: label });
const lines = (texts: readonly Text[]): Text => ({ all: texts, separator: '\n' });

/** « Je ne sais pas » as an answer. */
export const notKnown = '?';

/** What to know about every answer, after one was given: never a reproach. */
export function explanation(screen: QuestionScreen, picked: readonly string[]): Text {
  const missed = picked.includes(notKnown) ? 'campaign.notKnown' : 'campaign.notQuite';
  const verdict = text(isRight(screen, picked) ? 'campaign.right' : missed);
  return { all: [verdict, ...reasons(screen, picked)], separator: '\n\n' };
}

/** The right answer to a question that came before the lesson, told once the lesson is over. */
export function rightAnswer(screen: QuestionScreen): Text {
  const asked = screen.type === 'true-false' ? screen.statement : screen.question;
  return { all: [bold(words(asked)), ...reasons(screen, undefined)], separator: '\n\n' };
}

function reasons(screen: QuestionScreen, picked: readonly string[] | undefined): readonly Text[] {
  switch (screen.type) {
    case 'single': {
      const right = screen.answers.find((answer) => answer.right)!;
      const given = screen.answers.find(({ id }) => id === picked?.[0]);
      const told = text('campaign.rightAnswer', { answer: words(right.label), why: words(right.why) });
      if (!given) return [told];
      return given.right ? [words(right.why)] : [words(given.why), told];
    }
    case 'several':
      return [
        lines(
          screen.answers.map((answer) =>
            text(answer.right ? 'campaign.line.yes' : 'campaign.line.no', {
              answer: words(answer.label),
              why: words(answer.why),
            }),
          ),
        ),
      ];
    case 'true-false':
      return [text(screen.right ? 'campaign.itIsTrue' : 'campaign.itIsFalse', { why: words(screen.why) })];
    case 'order':
      return [
        lines(screen.items.map((item, at) => text('campaign.line.order', { at: at + 1, answer: words(item.label) }))),
        words(screen.why),
      ];
    case 'spot': {
      const clues = screen.parts.filter((part) => part.clue);
      const told = clues.map((part) =>
        text(picked?.includes(part.id) ? 'campaign.line.seen' : 'campaign.line.toSee', {
          answer: quoted(part.text),
          why: words(part.clue!),
        }),
      );
      const innocent = screen.parts.some((part) => !part.clue && picked?.includes(part.id));
      return [
        ...(told.length > 0 ? [lines(told)] : []),
        ...(innocent ? [text('campaign.innocent')] : []),
        words(screen.why),
      ];
    }
  }
}
