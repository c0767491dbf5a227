/**
 * Words of people, articles or systems as data: nothing in them is read as Markdown, HTML or a link by Teams, in a
 * message or in a card's TextBlock (R34).
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_~[\]<>|]/g, (mark) => (mark === '<' ? '&lt;' : mark === '>' ? '&gt;' : `\\${mark}`))
    .replace(/^(\s*)(#{1,6}|[-+]|\d+[.)])(?=\s)/gm, '$1\\$2')
    .replace(/!(?=\\\[)/g, '\\!');
}

/** Markdown as plain words, for `speak`, `fallbackText`, notifications and transcripts. */
export function plainWords(markdown: string): string {
  return markdown
    .replace(/\[([^\]]+)\]\((?:[^)]+)\)/g, '$1')
    .replace(/(?<!\\)(\*\*|__|\*|`)/g, '')
    .replace(/\\([\\`*_~[\]|#+!-])/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>');
}
