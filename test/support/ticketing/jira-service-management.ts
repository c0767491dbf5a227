import { readParts } from './glpi-state.ts';
import { type SimulatedAnswer, type SimulatedRequest, startSimulator } from './simulator.ts';
import type { SystemUnderTest } from './system.ts';

interface Issue {
  readonly key: string;
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly reporter: string;
  readonly created: number;
  status: (typeof flow)[keyof typeof flow];
  statusDate: number;
  activity: number;
}

const flow = {
  new: { status: 'Waiting for support', statusCategory: 'NEW' },
  progress: { status: 'In progress', statusCategory: 'INDETERMINATE' },
  resolved: { status: 'Resolved', statusCategory: 'DONE' },
} as const;
/** The shipped IT service project's, for a customer's transitions. */
const ways = [
  { id: '761', name: 'Resolve this issue', to: flow.resolved, from: [flow.new, flow.progress] },
  { id: '851', name: 'In progress', to: flow.progress, from: [flow.new] },
  { id: '871', name: 'Back to in progress', to: flow.progress, from: [flow.resolved] },
] as const;

const user = 'guichet@saint-aubin.example';
const token = 'api-token';

export async function jiraUnderTest(): Promise<SystemUnderTest> {
  const issues: Issue[] = [];
  const comments: { id: string; key: string; body: string; public: boolean; by: string; at: number }[] = [];
  const files: { key: string; filename: string; content: Buffer }[] = [];
  const uploaded = new Map<string, { filename: string; content: Buffer }>();
  const customers = new Set<string>();

  const date = (at: number) => ({
    iso8601: new Date(at).toISOString().replace(/\.\d+Z$/, '+0000'),
    jira: new Date(at).toISOString().replace('Z', '+0000'),
    friendly: 'Today',
    epochMillis: at,
  });
  const person = (email: string) => ({
    accountId: `qm:${email}`,
    emailAddress: email,
    displayName: email,
    active: true,
  });
  const shown = (issue: Issue) => ({
    issueId: issue.id,
    issueKey: issue.key,
    requestTypeId: '25',
    serviceDeskId: '4',
    createdDate: date(issue.created),
    reporter: person(issue.reporter),
    requestFieldValues: Object.entries(issue.fields).map(([fieldId, value]) => ({ fieldId, label: fieldId, value })),
    currentStatus: { ...issue.status, statusDate: date(issue.statusDate) },
    _links: {
      self: `https://jira.example/rest/${issue.id}`,
      web: `https://jira.example/portal/4/${issue.key}`,
      agent: `https://jira.example/browse/${issue.key}`,
    },
  });
  const page = (values: readonly unknown[], { query }: SimulatedRequest): SimulatedAnswer => {
    const start = Number(query.get('start') ?? 0);
    const limit = Number(query.get('limit') ?? 50);
    const some = values.slice(start, start + limit);
    return {
      status: 200,
      body: { size: some.length, start, limit, isLastPage: start + limit >= values.length, values: some },
    };
  };
  const missing = {
    status: 404,
    body: { errorMessage: 'Issue does not exist', i18nErrorMessage: { i18nKey: 'x', parameters: [] } },
  };
  const find = ({ parameters }: SimulatedRequest) => issues.find(({ key }) => key === parameters.issueIdOrKey);
  const withIssue =
    (handle: (issue: Issue, request: SimulatedRequest) => SimulatedAnswer) => (request: SimulatedRequest) => {
      const issue = find(request);
      return issue ? handle(issue, request) : missing;
    };
  const create = (fields: Record<string, unknown>, reporter: string): Issue => {
    const now = Date.now();
    const number = issues.length + 1;
    const issue: Issue = {
      key: `IT-${number}`,
      id: String(10_000 + number),
      fields,
      reporter,
      created: now,
      status: flow.new,
      statusDate: now,
      activity: now,
    };
    issues.push(issue);
    return issue;
  };
  const write = (key: string, body: string, isPublic: boolean, by: string) => {
    const comment = { id: String(comments.length + 1), key, body, public: isPublic, by, at: Date.now() };
    comments.push(comment);
    const issue = issues.find((each) => each.key === key);
    if (issue) issue.activity = Date.now();
    return { id: comment.id, body, public: isPublic, author: person(by), created: date(comment.at) };
  };
  const move = (issue: Issue, status: Issue['status']) =>
    Object.assign(issue, { status, statusDate: Date.now(), activity: Date.now() });
  const basic = `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;
  const requests = '/rest/servicedeskapi/request';
  const desks = '/rest/servicedeskapi/servicedesk/{serviceDeskId}';

  const simulator = await startSimulator({
    specification: 'jsm-servicedesk-subset.openapi.json',
    base: '',
    refuse: ({ authorization }) =>
      authorization === basic ? undefined : { status: 401, body: { errorMessage: 'Unauthorized' } },
    routes: {
      [`GET ${desks}`]: () => ({ status: 200, body: { id: '4', projectId: '1', projectName: 'IT', projectKey: 'IT' } }),
      [`GET ${desks}/requesttype/{requestTypeId}/field`]: () => ({
        status: 200,
        body: {
          canRaiseOnBehalfOf: true,
          canAddRequestParticipants: true,
          requestTypeFields: ['summary', 'description', 'priority'].map((fieldId) => ({
            fieldId,
            name: fieldId,
            required: false,
          })),
        },
      }),
      [`GET ${desks}/customer`]: (request) => {
        const wanted = request.query.get('query') ?? '';
        return page([...customers].filter((email) => email.includes(wanted)).map(person), request);
      },
      [`POST ${requests}`]: ({ body }) => {
        const { requestFieldValues, raiseOnBehalfOf } = body;
        return { status: 201, body: shown(create(requestFieldValues, raiseOnBehalfOf?.replace('qm:', '') ?? user)) };
      },
      [`GET ${requests}/{issueIdOrKey}`]: withIssue((issue) => ({ status: 200, body: shown(issue) })),
      [`GET ${requests}/{issueIdOrKey}/comment`]: withIssue(({ key }, request) => {
        const own = comments.filter((each) => each.key === key);
        return page(
          own.map(({ id, body, public: isPublic, by, at }) => ({
            id,
            body,
            public: isPublic,
            author: person(by),
            created: date(at),
          })),
          request,
        );
      }),
      [`POST ${requests}/{issueIdOrKey}/comment`]: withIssue(({ key }, { body }) => ({
        status: 201,
        body: write(key, body.body, body.public, user),
      })),
      [`GET ${requests}/{issueIdOrKey}/attachment`]: withIssue(({ key }, request) => {
        const own = files.filter((each) => each.key === key);
        return page(
          own.map(({ filename, content }) => ({ filename, size: content.length, created: date(Date.now()) })),
          request,
        );
      }),
      [`POST ${requests}/{issueIdOrKey}/attachment`]: withIssue(({ key }, { body }) => {
        for (const id of body.temporaryAttachmentIds) files.push({ key, ...uploaded.get(id)! });
        return { status: 201, body: { comment: write(key, body.additionalComment.body, body.public, user) } };
      }),
      [`GET ${requests}/{issueIdOrKey}/transition`]: withIssue((issue, request) => {
        const possible = ways.filter(({ from }) => (from as readonly unknown[]).includes(issue.status));
        return page(
          possible.map(({ id, name }) => ({ id, name })),
          request,
        );
      }),
      [`POST ${requests}/{issueIdOrKey}/transition`]: withIssue((issue, { body }) => {
        move(issue, ways.find(({ id }) => id === body.id)!.to);
        return { status: 204 };
      }),
    },
    // Jira's own search, beside the service desk's interface.
    beside: [
      [
        /^GET \/rest\/api\/3\/search\/jql$/,
        ({ query }) => {
          const jql = query.get('jql') ?? '';
          const [, term] = /^summary ~ "\\"([\w-]+)\\""$/.exec(jql) ?? [];
          const [, minutes] = /^project = "IT" AND updated >= -(\d+)m$/.exec(jql) ?? [];
          const [, account] = /^reporter = "qm:(.+)"$/.exec(jql) ?? [];
          const found = issues.filter(({ fields, activity, reporter }) => {
            if (term !== undefined) return String(fields.summary).includes(term);
            if (minutes !== undefined) return activity >= Date.now() - Number(minutes) * 60_000;
            return account !== undefined && reporter === account;
          });
          return {
            status: 200,
            body: {
              isLast: true,
              issues: found.map(({ id, key, fields, status, created, activity }) => ({
                id,
                key,
                fields: {
                  summary: fields.summary,
                  status: { name: status.status, statusCategory: { key: status.statusCategory.toLowerCase() } },
                  created: date(created).jira,
                  updated: date(activity).jira,
                },
              })),
            },
          };
        },
      ],
    ],
    // Described as octet-stream in the vendor's own file, whose words and example say multipart/form-data.
    instead: {
      [`POST ${desks}/attachTemporaryFile`]: ({ raw, headers }) => {
        if (headers['x-atlassian-token'] !== 'no-check')
          return { status: 403, body: { errorMessage: 'XSRF check failed' } };
        const id = `temp${uploaded.size + 1}`;
        const filename = /filename="([^"]+)"/.exec(raw.toString('latin1'))![1]!;
        uploaded.set(id, { filename, content: readParts(raw, headers['content-type'] ?? '').get('file')! });
        return { status: 201, body: { temporaryAttachments: [{ temporaryAttachmentId: id, fileName: filename }] } };
      },
    },
  });
  const issueOf = (key: string) => issues.find((each) => each.key === key)!;
  return {
    settings: {
      url: simulator.url,
      user,
      token,
      place: '4/25',
      groups: {},
      categories: {},
      deadline: 10_000,
      settlesIn: 0,
    },
    answer: async (id, text, isPublic) => write(id, text, isPublic, 'lea.martin@saint-aubin.example'),
    resolve: async (id) => move(issueOf(id), flow.resolved),
    reopen: async (id) => move(issueOf(id), flow.progress),
    async openByTelephone(email, title) {
      customers.add(email);
      return create({ summary: title }, email).key;
    },
    async download(id, name) {
      const found = files.filter(({ key, filename }) => key === id && filename === name);
      return found.length === 1 ? found[0]!.content : undefined;
    },
    problems: () => simulator.problems,
    stop: () => simulator.stop(),
  };
}
