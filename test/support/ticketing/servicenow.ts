import { randomBytes } from 'node:crypto';
import { type SimulatedAnswer, type SimulatedRequest, startSimulator } from './simulator.ts';
import type { SystemUnderTest } from './system.ts';

type Row = Record<string, string>;

const token = 'bearer-of-an-integration-user';
const newId = () => randomBytes(16).toString('hex');
/** The Table API gives and takes UTC without a zone. */
const moment = () => new Date().toISOString().slice(0, 19).replace('T', ' ');
/** The part of ServiceNow's encoded queries that is asked of it: fields, `^`, `>=`, `IN`, ORDERBY. */
function select(rows: readonly Row[], query: string): Row[] {
  let found = [...rows];
  for (const term of query.split('^').filter((each) => each !== '')) {
    const order = /^ORDERBY(DESC)?(\w+)$/.exec(term);
    const [, field = '', operator, value = ''] = /^([\w.]+?)(>=|=|IN)(.*)$/.exec(term) ?? [];
    if (order) {
      const [, descending, by = ''] = order;
      // The first order stands: later ones settle ties.
      if (!/\^ORDERBY/.test(query.slice(0, query.indexOf(term)))) {
        found = found.toSorted((one, other) => one[by]!.localeCompare(other[by]!) * (descending ? -1 : 1));
      }
    } else if (operator === '=') found = found.filter((row) => row[field] === value);
    else if (operator === '>=') found = found.filter((row) => row[field]! >= value);
    else if (operator === 'IN') found = found.filter((row) => value.split(',').includes(row[field]!));
    else throw new Error(`not simulated: ${term}`);
  }
  return found;
}

export async function serviceNowUnderTest(): Promise<SystemUnderTest> {
  const incidents: Row[] = [];
  const journal: Row[] = [];
  const files: (Row & { sys_id: string })[] = [];
  const contents = new Map<string, Buffer>();

  const shape = (row: Row, query: URLSearchParams): Record<string, unknown> => {
    const names = query.get('sysparm_fields')?.split(',') ?? Object.keys(row);
    return Object.fromEntries(names.map((name) => [name, row[name] ?? '']));
  };
  const list =
    (rows: readonly Row[]) =>
    ({ query }: SimulatedRequest): SimulatedAnswer => {
      const offset = Number(query.get('sysparm_offset') ?? 0);
      const found = select(rows, query.get('sysparm_query') ?? '');
      const page = found.slice(offset, offset + Number(query.get('sysparm_limit') ?? 10_000));
      return { status: 200, body: { result: page.map((row) => shape(row, query)) } };
    };
  const note = (row: Row, changes: Row, by: string) => {
    for (const element of ['comments', 'work_notes']) {
      if (!changes[element]) continue;
      const entry = { sys_id: newId(), name: 'incident', element_id: row.sys_id!, element, value: changes[element] };
      journal.push({ ...entry, sys_created_on: moment(), sys_created_by: by });
    }
    const { comments: _, work_notes: __, ...kept } = changes;
    Object.assign(row, kept, { sys_updated_on: moment() });
  };
  const create = (body: Row): Row => {
    const number = `INC${String(10_001 + incidents.length).padStart(7, '0')}`;
    const at = moment();
    const row: Row = { sys_id: newId(), number, state: '1', close_notes: '', assigned_to: '', ...body };
    Object.assign(row, { sys_created_on: at, sys_updated_on: at, 'caller_id.email': body.caller_id ?? '' });
    incidents.push(row);
    return row;
  };
  const missing = { status: 404, body: { error: { message: 'No Record found', detail: null }, status: 'failure' } };
  const find = ({ parameters }: SimulatedRequest) => incidents.find(({ sys_id }) => sys_id === parameters.sys_id);

  const simulator = await startSimulator({
    specification: 'servicenow-incident-subset.openapi.json',
    base: '',
    refuse: ({ authorization }) =>
      authorization === `Bearer ${token}`
        ? undefined
        : { status: 401, body: { error: { message: 'User Not Authenticated', detail: null }, status: 'failure' } },
    routes: {
      'GET /api/now/table/incident': (request) => list(incidents)(request),
      'POST /api/now/table/incident': ({ body, query }) => ({
        status: 201,
        body: { result: shape(create(body), query) },
      }),
      'GET /api/now/table/incident/{sys_id}': (request) => {
        const row = find(request);
        return row ? { status: 200, body: { result: shape(row, request.query) } } : missing;
      },
      'PATCH /api/now/table/incident/{sys_id}': (request) => {
        const row = find(request);
        if (!row) return missing;
        note(row, request.body, 'guichet.integration');
        const { 'caller_id.email': _, ...shown } = row;
        return { status: 200, body: { result: shown } };
      },
      'POST /api/now/attachment/file': ({ query, headers, raw }) => {
        const row = { sys_id: newId(), table_name: query.get('table_name')!, table_sys_id: query.get('table_sys_id')! };
        const file = { ...row, file_name: query.get('file_name')!, content_type: headers['content-type'] ?? '' };
        files.push(file);
        contents.set(file.sys_id, raw);
        return { status: 201, body: { result: { ...file, size_bytes: String(raw.length) } } };
      },
    },
    // The subset describes neither the journal nor the list of attachments; both are of the same APIs.
    beside: [
      [/^GET \/api\/now\/table\/sys_journal_field$/, (request) => list(journal)(request)],
      [/^GET \/api\/now\/attachment$/, (request) => list(files)(request)],
    ],
  });
  const row = (id: string) => incidents.find(({ sys_id }) => sys_id === id)!;
  return {
    settings: { url: simulator.url, token, groups: {}, categories: {}, deadline: 10_000, settlesIn: 0 },
    answer: async (id, text, isPublic) => note(row(id), { [isPublic ? 'comments' : 'work_notes']: text }, 'lea.martin'),
    resolve: async (id) =>
      note(row(id), { state: '6', close_code: 'Solved (Permanently)', close_notes: 'Réparé.' }, 'lea'),
    reopen: async (id) => note(row(id), { state: '2' }, 'lea.martin'),
    openByTelephone: async (email, title) =>
      create({ short_description: title, caller_id: email, contact_type: 'phone' }).number!,
    async download(id, name) {
      const found = files.filter((file) => file.table_sys_id === id && file.file_name === name);
      return found.length === 1 ? contents.get(found[0]!.sys_id) : undefined;
    },
    problems: () => simulator.problems,
    stop: () => simulator.stop(),
  };
}
