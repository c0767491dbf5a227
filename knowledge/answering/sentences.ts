/** Sentences and lines of a text, in order. A citation after a full stop belongs to the sentence before it. */
export function sentencesOf(text: string): string[] {
  return text
    .replace(/([.!?…])((?:\s*\[\d{1,2}\])+)/g, '$2$1')
    .split(/\n+|(?<=[.!?…]["»)]?)\s+(?=[\p{Lu}\d«"([])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}
