export { type Language, type Localised, languages } from './language.ts';
export { type Organisation, organisationSchema } from './organisation.ts';
export type { Article, ArticleKind, Audience, Passage, SearchQuery } from './types.ts';
