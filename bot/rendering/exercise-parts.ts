import type { Choice, Shown, Text } from '../../dialogs/index.ts';
import { cardText, oneLine, plainCardText } from './card-parts.ts';
import { plainWords } from './markdown.ts';

/** Elements of a card that show pictures, messages to examine, and what is to be marked. */
export interface ExerciseParts {
  readonly elements: readonly object[];
  /** The same in words: for plain mode, `speak` and `fallbackText`. */
  readonly words: readonly string[];
}

export interface ExerciseWriting {
  /** A text as Markdown. */
  readonly write: (text: Text) => string;
  /** A picture of a campaign as a data address. */
  readonly picture: (file: string) => string | undefined;
  readonly marksLabel: string;
}

const longestMark = 90;

export function exerciseParts(
  shown: readonly Shown[],
  marks: readonly Choice[],
  writing: ExerciseWriting,
): ExerciseParts {
  const elements: object[] = [];
  const words: string[] = [];
  for (const each of shown) {
    if (each.type === 'picture') {
      const alternative = plainWords(writing.write(each.alternative));
      const url = writing.picture(each.file);
      if (url) elements.push({ type: 'Image', url, altText: alternative, size: 'Large' });
      words.push(`[${alternative}]`);
    } else {
      elements.push(mail(each.lines.map(({ part, text }) => ({ part, words: writing.write(text) }))));
      // The parts are listed below, each with its number, where they are to be marked.
      if (marks.length === 0) words.push(...each.lines.map(({ text }) => plainCardText(writing.write(text))));
    }
  }
  if (marks.length === 0) return { elements, words };
  const labels = marks.map(({ label }, at) => `${at + 1}. ${plainCardText(plainWords(writing.write(label)))}`);
  elements.push({
    type: 'Input.ChoiceSet',
    id: 'marks',
    label: writing.marksLabel,
    isMultiSelect: true,
    style: 'expanded',
    wrap: true,
    choices: marks.map(({ id }, at) => ({ title: oneLine(labels[at]!, longestMark), value: id })),
  });
  words.push(labels.join('\n'));
  return { elements, words };
}

/** A message as a mail client would show it, in a frame, so that nobody takes it for one of Guichet's own. */
function mail(lines: readonly { readonly part: string; readonly words: string }[]): object {
  return {
    type: 'Container',
    style: 'emphasis',
    bleed: false,
    items: lines.map(({ part, words }, at) => ({
      type: 'TextBlock',
      text: `${part === 'link' || part === 'attachment' ? '» ' : ''}${cardText(words)}`,
      wrap: true,
      ...(part === 'subject' ? { weight: 'Bolder', size: 'Medium' } : {}),
      ...(part === 'sender' || part === 'date' ? { isSubtle: true } : {}),
      ...(part === 'link' ? { color: 'Accent' } : {}),
      ...(at === 0 ? {} : { spacing: part === 'subject' || part === 'date' ? 'Small' : 'Medium' }),
    })),
  };
}
