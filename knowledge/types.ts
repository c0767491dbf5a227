import type { Language } from './language.ts';

/** ITIL: what an article offers. */
export type ArticleKind = 'solution' | 'workaround' | 'known-error' | 'how-to';

/** Who may read it: a technicians' article never reaches an employee. */
export type Audience = 'employees' | 'technicians';

/** One language of one article, as read from `knowledge/articles/<id>/<language>.md`. */
export interface Article {
  readonly id: string;
  readonly language: Language;
  readonly title: string;
  readonly audience: Audience;
  /** Codes of the service catalogue (taxonomy). */
  readonly families: readonly string[];
  readonly kind: ArticleKind;
  /** The day it was last reviewed, ISO 8601 (YYYY-MM-DD). */
  readonly reviewed: string;
  readonly owner: string;
  readonly body: string;
  readonly file: string;
}

/** A piece of an article that can be shown and cited by itself. */
export interface Passage {
  readonly articleId: string;
  readonly language: Language;
  readonly title: string;
  /** The heading it stands under, or the title. */
  readonly heading: string;
  /** Plain Markdown: paragraphs and lists only. */
  readonly text: string;
  readonly families: readonly string[];
  readonly kind: ArticleKind;
  readonly reviewed: string;
  /** 0 to 1, comparable between queries; below the confidence floor nothing is returned at all. */
  readonly confidence: number;
}

export interface SearchQuery {
  readonly text: string;
  readonly language: Language;
  readonly audience: Audience;
  /** Families that the conversation is about: their articles are preferred, others are not excluded. */
  readonly families?: readonly string[];
  readonly limit?: number;
}
