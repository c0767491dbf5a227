import { z } from 'zod';

const truth = z.union([z.boolean(), z.number(), z.string()]).transform((value) => [true, 1, '1'].includes(value));
const name = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value ? String(value) : ''));

export const session = z.object({ session_token: z.string() });
export const created = z.object({ id: z.number() });

export const legacyTicket = z.object({
  id: z.number(),
  name: z.string(),
  status: z.number(),
  date: z.string(),
  date_mod: z.string(),
});
export const legacyTickets = z.array(legacyTicket);
export const legacyFollowups = z.array(
  z.object({ id: z.number(), content: z.string(), is_private: truth, users_id: name, date: z.string() }),
);
export const legacySolutions = z.array(z.object({ id: z.number(), content: z.string() }));
export const documentLinks = z.array(z.object({ documents_id: z.union([z.number(), z.string()]) }));
export const document = z.object({ filename: z.string().nullish() });

/** Rows have the numbers of the columns that were asked for; `data` is absent when nothing is found. */
export const found = z.object({ data: z.array(z.record(z.string(), z.unknown())).optional() });

export const accessToken = z.object({ access_token: z.string(), expires_in: z.number().default(3600) });
export const ticket = z.object({
  id: z.number(),
  name: z.string(),
  content: z.string().nullish(),
  status: z.object({ id: z.number() }),
  date_creation: z.string(),
  date_mod: z.string(),
  team: z
    .array(z.object({ role: z.string(), display_name: z.string().nullish(), name: z.string().nullish() }))
    .default([]),
});
export const ticketList = z.array(
  ticket.pick({ id: true, name: true, status: true, date_creation: true, date_mod: true }),
);
export const timeline = z.array(
  z.object({
    type: z.string(),
    item: z.object({
      id: z.number(),
      content: z.string().nullish(),
      is_private: truth.nullish(),
      user: z.object({ name }).nullish(),
      date_creation: z.string().nullish(),
    }),
  }),
);
export const team = z.array(z.object({ role: z.string() }));
export const notification = z.object({
  item: z.object({ id: z.number() }),
  parent_item: z.object({ id: z.number() }).nullish(),
});
