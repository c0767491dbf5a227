import { z } from 'zod';

const moment = z.object({ epochMillis: z.number() });
const user = z.object({ displayName: z.string().nullish(), emailAddress: z.string().nullish() });
const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ isLastPage: z.boolean().nullish(), values: z.array(item) });

/** Only the fields that are used. */
export const request = z.object({
  issueKey: z.string(),
  createdDate: moment,
  reporter: user.nullish(),
  requestFieldValues: z.array(z.object({ fieldId: z.string(), value: z.unknown() })).default([]),
  currentStatus: z.object({
    status: z.string(),
    statusCategory: z.enum(['UNDEFINED', 'NEW', 'INDETERMINATE', 'DONE']).default('UNDEFINED'),
    statusDate: moment.nullish(),
  }),
});

/** Of Jira's own search, with JQL. */
export const issue = z.object({
  key: z.string(),
  fields: z.object({
    summary: z.string(),
    status: z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }) }),
    created: z.string(),
    updated: z.string(),
  }),
});
export const issues = z.object({ issues: z.array(issue), nextPageToken: z.string().nullish() });
export const desk = z.object({ projectKey: z.string() });

export const created = z.object({
  issueKey: z.string(),
});

export const commentPage = page(
  z.object({
    id: z.string(),
    body: z.string(),
    author: user.nullish(),
    created: moment,
    public: z.boolean().nullish(),
  }),
);
export const attachmentPage = page(z.object({ filename: z.string() }));
export const temporary = z.object({
  temporaryAttachments: z.array(z.object({ temporaryAttachmentId: z.string() })).min(1),
});
export const transitionPage = page(z.object({ id: z.string(), name: z.string() }));
export const fields = z.object({ requestTypeFields: z.array(z.object({ fieldId: z.string() })) });
export const customers = page(z.object({ accountId: z.string(), emailAddress: z.string().nullish() }));
export const notification = z.object({ issue: z.object({ key: z.string() }) });
