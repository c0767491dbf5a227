/** The two languages that Guichet speaks; BCP 47 primary subtags. */
export const languages = ['fr', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text written by hand in both languages. */
export type Localised = Readonly<Record<Language, string>>;
