import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import type { Text, TextParameters } from '../../dialogs/index.ts';
import type { Language, Organisation } from '../../knowledge/index.ts';
import { escapeMarkdown, plainWords } from './markdown.ts';

export type Locale = Readonly<Record<string, string>>;
export type Locales = Readonly<Record<Language, Locale>>;

export interface WriteOptions {
  readonly language: Language;
  /** plain: as stored in tickets and transcripts; markdown: words of people and systems are escaped (R34). */
  readonly as: 'plain' | 'markdown';
  /** Values that only the commit knows: a ticket's reference, its due time. */
  readonly extra?: TextParameters;
  /** epoch ms; times of the same day are written as an hour alone. */
  readonly now?: number;
}

export interface Texts {
  write(text: Text, options: WriteOptions): string;
}

/** bot/locales/<language>.json, and an organisation's own texts over them. */
export function loadLocales(folders: readonly string[]): Locales {
  const read = (language: Language): Locale => {
    const merged: Record<string, string> = {};
    for (const folder of folders) {
      for (const prefix of ['', 'desk.', 'campaigns.', 'outages.']) {
        Object.assign(merged, readJson(`${folder}/${prefix}${language}.json`));
      }
    }
    return merged;
  };
  return { fr: read('fr'), en: read('en') };
}

function readJson(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** Writes the engine's texts in a language. Unknown keys throw: a missing text is a defect, never shown as a key. */
export function createTexts(locales: Locales, organisation: Organisation): Texts {
  const write = (text: Text, options: WriteOptions): string => {
    if ('data' in text) return options.as === 'markdown' ? escapeMarkdown(text.data) : text.data;
    if ('all' in text) return text.all.map((part) => write(part, options)).join(text.separator);
    if ('written' in text) return fill(text.written[options.language], text.with, options);
    const moment = formatters[text.key];
    if (moment) return moment(text.with ?? {}, options, organisation);
    const template = locales[options.language][text.key];
    if (template === undefined) throw new Error(`bot/locales/${options.language}.json has no text "${text.key}"`);
    return fill(template, text.with, options);
  };
  // Our own Markdown is dropped where it is not shown as such: a ticket's steps, the desk, a button.
  const fill = (template: string, parameters: TextParameters | undefined, options: WriteOptions): string =>
    (options.as === 'plain' ? plainWords(template) : template).replace(
      /\{([A-Za-z][\w.-]*)\}/g,
      (placeholder, name: string) => {
        const value = parameters?.[name] ?? options.extra?.[name];
        if (typeof value === 'object') return write(value, options);
        if (value !== undefined) return String(value);
        return organisationValue(organisation, name, options.language) ?? placeholder;
      },
    );
  return {
    write(text, options) {
      const written = clean(write(text, options));
      return options.as === 'markdown' && options.language === 'fr' ? keepTogether(written) : written;
    },
  };
}

/** French punctuation never begins a line: its space does not break (Lexique des règles typographiques). */
const keepTogether = (text: string): string => text.replace(/ (?=[?!:;»](?!\w))|(?<=«) /g, '\u00a0');

/** A sentence that ends in a full stop inside another one leaves a single one. */
const clean = (text: string): string => text.replace(/([.!?…])\.(?=\s|$)/g, '$1');

function organisationValue(organisation: Organisation, name: string, language: Language): string | undefined {
  if (!name.startsWith('organisation.')) return undefined;
  const key = name.slice('organisation.'.length);
  if (key === 'name') return organisation.name;
  if (key === 'serviceDeskPhone') return organisation.phones.serviceDesk;
  if (key === 'securityPhone') return organisation.phones.security;
  const value = organisation.values[key];
  return typeof value === 'object' ? value[language] : value;
}

/** Day before month in both languages. */
const regions: Readonly<Record<Language, string>> = { fr: 'fr-FR', en: 'en-GB' };

type Formatter = (parameters: TextParameters, options: WriteOptions, organisation: Organisation) => string;

const formatters: Readonly<Record<string, Formatter>> = {
  /** `at` is an ISO 8601 day. */
  date: ({ at }, { language }) =>
    DateTime.fromISO(String(at))
      .setLocale(regions[language])
      .toLocaleString({ day: 'numeric', month: 'long', year: 'numeric' }),
  /** `at` is epoch ms, shown in the organisation's time zone. */
  dateTime: ({ at }, { language, now }, { timeZone }) => {
    const moment = DateTime.fromMillis(Number(at), { zone: timeZone }).setLocale(regions[language]);
    const hour = moment.toFormat('HH:mm');
    if (now !== undefined && moment.hasSame(DateTime.fromMillis(now, { zone: timeZone }), 'day')) return hour;
    const day = moment.toLocaleString({ weekday: 'long', day: 'numeric', month: 'long' });
    return language === 'fr' ? `${day} à ${hour}` : `${hour} on ${day}`;
  },
  /** `id` is an assignment group's. */
  group: ({ id }, { language }, { groups }) => groups.find((group) => group.id === id)?.name[language] ?? String(id),
};
