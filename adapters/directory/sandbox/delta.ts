import type { Entity } from './entity.ts';

/** Remembers what was told with each delta link, so that the next call tells what changed since. */
export function createDeltas() {
  const told: Map<string, string>[] = [];
  return {
    /** Everything, or what changed since `token`; and the token of the next call. undefined for a token never given. */
    since(entities: readonly Entity[], token: string | null): { changes: Entity[]; next: string } | undefined {
      const before = token === null ? new Map<string, string>() : told[Number(token)];
      if (!before) return undefined;
      const now = new Map(entities.map((entity) => [String(entity.id), JSON.stringify(entity)]));
      const changed = entities.filter((entity) => before.get(String(entity.id)) !== now.get(String(entity.id)));
      const gone = [...before.keys()].filter((id) => !now.has(id));
      told.push(now);
      return {
        changes: [...changed, ...gone.map((id) => ({ id, '@removed': { reason: 'deleted' } }))],
        next: String(told.length - 1),
      };
    },
  };
}
