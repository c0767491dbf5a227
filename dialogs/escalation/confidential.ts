import type { Organisation } from '../../knowledge/index.ts';

/**
 * Whether only security officers read a ticket's contents (R33): its group is marked confidential, or it is of a
 * security family whatever its group. Others see the reference and the family.
 */
export function isConfidential(
  organisation: Organisation,
  ticket: { readonly category: string; readonly group: string },
): boolean {
  if (ticket.category === 'security' || ticket.category.startsWith('security.')) return true;
  return organisation.groups.find((group) => group.id === ticket.group)?.confidential ?? false;
}
