import path from 'node:path';
import { fileURLToPath } from 'node:url';

const shipped = (folder: string) => fileURLToPath(new URL(folder, import.meta.url));

/** Where content is read from, the shipped folders first. */
export interface ContentFolders {
  readonly knowledge: readonly string[];
  readonly scripts: readonly string[];
  readonly locales: readonly string[];
}

/**
 * The shipped content, then an organisation's own (`GUICHET_CONTENT`): one folder that holds organisation.yaml,
 * glossary.yaml, articles/, scripts/ and locales/, each of which may be absent.
 */
export function contentFolders(own?: string): ContentFolders {
  const ownPart = (...parts: string[]) => (own ? [path.join(own, ...parts)] : []);
  return {
    knowledge: [shipped('../knowledge'), ...ownPart()],
    scripts: [shipped('./scripts'), ...ownPart('scripts')],
    locales: [shipped('../bot/locales'), ...ownPart('locales')],
  };
}
