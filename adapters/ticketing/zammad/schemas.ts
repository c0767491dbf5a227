import { z } from 'zod';

const id = z.number().transform(String);
const name = z.string().nullish();

/** With `expand=true`: names stand beside ids. Only the fields that are used. */
export const ticket = z.object({
  id,
  number: z.string(),
  title: z.string(),
  state: name,
  owner: name,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export const tickets = z.array(ticket);

export const created = z.object({ id, number: z.string() });

export const articles = z.array(
  z.object({
    id,
    body: z.string(),
    content_type: name,
    internal: z.boolean().nullish(),
    from: name,
    created_by: name,
    created_at: z.iso.datetime(),
    attachments: z.array(z.object({ filename: z.string() })).default([]),
  }),
);

export const notification = z.object({ ticket: z.object({ id }) });
