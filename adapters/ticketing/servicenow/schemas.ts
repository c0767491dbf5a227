import { z } from 'zod';

/** Values are strings, an empty one is none; a reference's own name is asked for as `assigned_to.name`. */
export const incident = z.object({
  sys_id: z.string(),
  number: z.string(),
  short_description: z.string(),
  state: z.string(),
  close_notes: z.string().nullish(),
  'assigned_to.name': z.string().nullish(),
  sys_created_on: z.string(),
  sys_updated_on: z.string(),
});
export const incidentAnswer = z.object({ result: incident });
export const incidentList = z.object({ result: z.array(incident) });

export const created = z.object({
  result: z.object({ sys_id: z.string(), number: z.string(), correlation_id: z.string().nullish() }),
});
export const idList = z.object({ result: z.array(z.object({ sys_id: z.string(), number: z.string() })) });
export const attachments = z.object({ result: z.array(z.object({ sys_id: z.string(), file_name: z.string() })) });
export const journal = z.object({
  result: z.array(
    z.object({
      sys_id: z.string(),
      element: z.enum(['comments', 'work_notes']),
      value: z.string(),
      sys_created_on: z.string(),
      sys_created_by: z.string(),
    }),
  ),
});
