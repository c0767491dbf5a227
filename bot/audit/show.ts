import type { AuditEntryTable } from '../../adapters/database/schema.ts';

/** Prints entries as JSON lines: all of them, those about one request, or the last few of each chain's end. */
export async function show(
  pages: AsyncIterable<readonly AuditEntryTable[]>,
  { request, last }: { readonly request?: string | undefined; readonly last?: string | undefined },
  print: (line: string) => void,
): Promise<void> {
  const kept: AuditEntryTable[] = [];
  for await (const page of pages) {
    for (const entry of page) if (request === undefined || entry.subject === request) kept.push(entry);
  }
  // Chains were written at the same time: people read what happened in the order in which it did.
  kept.sort((one, other) => one.at - other.at || one.sequence - other.sequence);
  for (const entry of last === undefined ? kept : kept.slice(-Number(last))) {
    const { at, data, ...rest } = entry;
    print(JSON.stringify({ at: new Date(at).toISOString(), ...rest, data: JSON.parse(data) as unknown }));
  }
}
