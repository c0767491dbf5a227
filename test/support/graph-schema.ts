import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

const specification = new URL('../fixtures/specs/graph-v1.0-subset.openapi.json', import.meta.url);
// Microsoft's metadata of Graph v1.0 as OpenAPI (microsoftgraph/msgraph-metadata), a part of it.
const openApi = JSON.parse(readFileSync(specification, 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(openApi, 'graph');

const pointer = (...steps: string[]) =>
  steps.map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
const compiled = new Map<string, ValidateFunction>();

function check(reference: string, value: unknown): string[] {
  const valid = compiled.get(reference) ?? ajv.compile({ $ref: reference });
  compiled.set(reference, valid);
  if (valid(value)) return [];
  return (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Whether the published description has this operation, `GET /users/{user-id}`. */
export const isPublished = (operation: string): boolean => operationOf(operation) !== undefined;

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document
function operationOf(operation: string): any {
  const [method = '', path = ''] = operation.split(' ');
  return openApi.paths[path]?.[method.toLowerCase()];
}

/** What is wrong with an answer, by the published schema of its operation and status; nothing when all is well. */
export function answerProblems(operation: string, status: number, body: unknown): string[] {
  const described = operationOf(operation);
  if (!described) return [`${operation} is not in the published description`];
  if (status >= 400) return check(`graph#${pointer('components', 'schemas', 'ODataError')}`, body);
  const [method = '', path = ''] = operation.split(' ');
  const response = described.responses[status];
  if (!response) return [`${operation} does not answer ${status}`];
  const schema = response.content?.['application/json']?.schema;
  if (!schema) return [];
  const steps = [
    'paths',
    path,
    method.toLowerCase(),
    'responses',
    String(status),
    'content',
    'application/json',
    'schema',
  ];
  return [...check(`graph#${pointer(...steps)}`, body), ...nameProblems(schema, body)];
}

/** Graph's entities are open, so that a name that is spelt wrongly would pass the schema: here it does not. */
function nameProblems(schema: unknown, body: unknown): string[] {
  const entities: object[] = (body as { value?: object[] }).value ?? [body as object];
  const [, declaredType] = /"#\/components\/schemas\/(microsoft\.graph\.\w+)"/.exec(JSON.stringify(schema)) ?? [];
  if (!declaredType || !Array.isArray(entities)) return [];
  return entities.flatMap((entity) => {
    const own = (entity as { '@odata.type'?: string })['@odata.type']?.slice(1);
    const type = own && openApi.components.schemas[own] ? own : declaredType;
    const known = new Set(declared(type));
    const strange = Object.keys(entity).filter((name) => !name.startsWith('@') && !known.has(name));
    const reference = `graph#${pointer('components', 'schemas', type)}`;
    return [...strange.map((name) => `${type} has no ${name}`), ...check(reference, entity)];
  });
}

/** Names of all the properties that a schema of Graph declares, its base types included. */
function declared(name: string): string[] {
  const schema = openApi.components.schemas[name];
  const parts = schema.allOf ?? [schema];
  // Relations that the kept part leaves out of its schemas are named beside them.
  return parts.flatMap((part: { $ref?: string; properties?: object; 'x-pruned-navigation'?: string[] }) =>
    part.$ref
      ? declared(part.$ref.split('/').at(-1) ?? '')
      : [...Object.keys(part.properties ?? {}), ...(part['x-pruned-navigation'] ?? [])],
  );
}
