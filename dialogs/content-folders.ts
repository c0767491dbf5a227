import path from 'node:path';
import { fileURLToPath } from 'node:url';

const shipped = (folder: string) => fileURLToPath(new URL(folder, import.meta.url));

/** Where content is read from, the shipped folders first. */
export interface ContentFolders {
  readonly knowledge: readonly string[];
  readonly scripts: readonly string[];
  readonly locales: readonly string[];
  readonly campaigns: readonly string[];
}

/**
 * The shipped content, then an organisation's own (`GUICHET_CONTENT`), a folder of the same layout: knowledge/,
 * dialogs/scripts/, dialogs/campaigns/ and bot/locales/, each of which may be absent.
 */
export function contentFolders(own?: string): ContentFolders {
  const both = (folder: string) => [shipped(`../${folder}`), ...(own === undefined ? [] : [path.join(own, folder)])];
  return {
    knowledge: both('knowledge'),
    scripts: both('dialogs/scripts'),
    locales: both('bot/locales'),
    campaigns: both('dialogs/campaigns'),
  };
}
