import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Language, languages, parseYaml } from '../../../knowledge/index.ts';
import type { Example } from './examples.ts';

/** One message a line. */
const lines = z.string().transform((text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean),
);
const both = z.strictObject({ fr: lines, en: lines });
const familyFile = both.extend({
  /** Words and turns that point to the family, rather than whole messages. */
  phrases: both.optional(),
});
const commandsFile = z.record(z.string(), both);

export const messagesFolder = fileURLToPath(new URL('../messages', import.meta.url));
const commandsName = 'commands.yaml';
const aroundName = 'around.yaml';
const special = [commandsName, aroundName];
/** Messages that sound like commands and are problems: any family is right about them. */
const noCommand = 'not-a-command';
const phraseWeight = 0.35;

/**
 * How people put what belongs to each family, to none, and to the commands: what routing is learnt from beside the
 * examples of the scripts. Files that do not hold what they should throw: they ship with the code.
 */
export function readMessages(folder = messagesFolder): Example[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && !special.includes(name))
    .sort();
  const families = names.map((name) => name.slice(0, -'.yaml'.length));
  return [
    ...families.flatMap((code) => ofFamily(code, read(folder, `${code}.yaml`))),
    ...ofCommands(families, read(folder, commandsName)),
  ];
}

const read = (folder: string, name: string): unknown => parseYaml(readFileSync(join(folder, name), 'utf8'));

/** What people write around a problem, whatever the problem. */
export type Around = Readonly<Record<Language, readonly string[]>>;

export const readAround = (folder = messagesFolder): Around => both.parse(read(folder, aroundName));

function ofFamily(code: string, content: unknown): Example[] {
  const { phrases, ...messages } = familyFile.parse(content);
  return [...inBoth([code], messages, 1), ...(phrases ? inBoth([code], phrases, phraseWeight) : [])];
}

function ofCommands(families: readonly string[], content: unknown): Example[] {
  return Object.entries(commandsFile.parse(content)).flatMap(([command, messages]) =>
    inBoth(command === noCommand ? families : [`command:${command}`], messages, 1),
  );
}

const inBoth = (labels: readonly string[], messages: Around, weight: number): Example[] =>
  languages.flatMap((language) => messages[language].map((text) => ({ labels, text, language, weight })));
