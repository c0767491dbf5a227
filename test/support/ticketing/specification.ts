import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

export interface Operation {
  /** `POST /tickets/{id}`, as the description writes it. */
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Specification {
  /** The described operation that a request is; undefined when there is none. */
  find(method: string, path: string): Operation | undefined;
  requestProblems(operation: Operation, query: URLSearchParams, contentType: string, body: unknown): string[];
  answerProblems(operation: Operation, status: number, body: unknown): string[];
}

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document
type Json = any;

/** An OpenAPI description of test/fixtures/specs, asked whether requests and answers are as it says. */
export function loadSpecification(file: string): Specification {
  const openApi: Json = JSON.parse(readFileSync(new URL(`../../fixtures/specs/${file}`, import.meta.url), 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  ajv.addFormat('binary', true);
  ajv.addSchema(openApi, 'spec');
  const compiled = new Map<string, ValidateFunction>();
  const check = (steps: readonly string[], value: unknown): string[] => {
    const pointer = steps
      .map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`)
      .join('');
    const valid = compiled.get(pointer) ?? ajv.compile({ $ref: `spec#${pointer}` });
    compiled.set(pointer, valid);
    return valid(value) ? [] : (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
  const templates = Object.keys(openApi.paths)
    // What is written out comes before what stands for anything.
    .toSorted((one, other) => one.split('{').length - other.split('{').length)
    .map((template) => ({
      template,
      pattern: new RegExp(`^${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
    }));
  const described = ({ name }: Operation): { steps: string[]; operation: Json; path: Json } => {
    const [method = '', path = ''] = name.split(' ');
    const steps = ['paths', path, method.toLowerCase()];
    return { steps, operation: openApi.paths[path][method.toLowerCase()], path: openApi.paths[path] };
  };
  const contentOf = (content: Json, type: string): string | undefined =>
    Object.keys(content ?? {}).find((each) => each === type) ??
    Object.keys(content ?? {}).find((each) => each === '*/*');

  return {
    find(method, path) {
      for (const { template, pattern } of templates) {
        const match = pattern.exec(path);
        if (!match || !openApi.paths[template][method.toLowerCase()]) continue;
        return { name: `${method} ${template}`, parameters: { ...match.groups } };
      }
      return undefined;
    },
    requestProblems(operation, query, contentType, body) {
      const { steps, operation: wanted, path } = described(operation);
      const declared: Json[] = [...(path.parameters ?? []), ...(wanted.parameters ?? [])];
      const missing = declared
        .filter(({ in: place, required, name }) => place === 'query' && required && !query.has(name))
        .map(({ name }) => `lacks ?${name}=`);
      const content = wanted.requestBody?.content;
      if (!content)
        return body === undefined ? missing : [...missing, 'has a body, and there is none in the description'];
      const type = contentOf(content, contentType);
      if (!type) return [...missing, `is ${contentType || 'without a body'} instead of ${Object.keys(content)}`];
      if (type !== 'application/json') return missing;
      return [...missing, ...check([...steps, 'requestBody', 'content', type, 'schema'], body)];
    },
    answerProblems(operation, status, body) {
      const { steps, operation: wanted } = described(operation);
      const response = wanted.responses[status];
      if (!response) return status >= 429 ? [] : [`${status} is not among the answers of the description`];
      if (!response.content?.['application/json']?.schema) return [];
      return check([...steps, 'responses', String(status), 'content', 'application/json', 'schema'], body);
    },
  };
}
