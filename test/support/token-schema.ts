import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

// The Bot Framework's own description of its token service (botbuilder-js), Swagger 2.
const swagger = JSON.parse(readFileSync(new URL('../fixtures/specs/bot-token.swagger.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true, formats: { int32: true } });
ajv.addSchema(swagger, 'token');

/** What is wrong with an answer of the token service; nothing when all is well. */
export function tokenProblems(method: string, path: string, status: number, body: unknown): string[] {
  const responses = swagger.paths[path]?.[method.toLowerCase()]?.responses;
  if (!responses) return [`${method} ${path} is not in the published description`];
  const schema = responses[status]?.schema ?? responses.default?.schema;
  if (!schema) return [];
  const valid = ajv.compile({ ...schema, definitions: swagger.definitions });
  if (!valid(body)) return (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  const name = schema.$ref?.split('/').at(-1);
  const known = Object.keys(swagger.definitions[name]?.properties ?? {});
  return name ? Object.keys(body as object).filter((field) => !known.includes(field)) : [];
}
