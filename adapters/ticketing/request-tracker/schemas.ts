import { z } from 'zod';

const id = z.union([z.string(), z.number()]).transform(String);
const named = z.object({ id, Name: z.string().optional(), RealName: z.string().nullish() });
const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), page: z.coerce.number(), pages: z.coerce.number().nullish() });

export const created = z.object({ id, _url: z.string() });

/** Only the fields that are used; RT gives them all on one ticket, and those asked for in a list. */
export const ticket = z.object({
  id,
  Subject: z.string(),
  Status: z.string(),
  Created: z.iso.datetime(),
  LastUpdated: z.iso.datetime(),
  Owner: named.optional(),
});
export const ticketPage = page(ticket);
export const idPage = page(z.object({ id }));

export const historyPage = page(
  z.object({ id, Type: z.string(), Created: z.iso.datetime(), Creator: named.optional() }),
);

export const attachmentPage = page(z.object({ id, Filename: z.string().nullish(), ContentType: z.string().nullish() }));
export const attachmentContent = z.object({ Content: z.string().nullish() });

export const queue = z.object({ TicketCustomFields: z.array(z.object({ name: z.string() })).default([]) });
