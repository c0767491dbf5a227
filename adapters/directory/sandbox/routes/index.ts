import type { Handler, Routes } from '../route.ts';
import { deviceRoutes } from './devices.ts';
import { fileRoutes } from './files.ts';
import { groupRoutes } from './groups.ts';
import { healthRoutes } from './health.ts';
import { licenceRoutes } from './licences.ts';
import { mailRoutes } from './mail.ts';
import { methodRoutes } from './methods.ts';
import { securityRoutes } from './security.ts';
import { userRoutes } from './users.ts';

const all: Routes = {
  ...userRoutes,
  ...methodRoutes,
  ...deviceRoutes,
  ...groupRoutes,
  ...licenceRoutes,
  ...mailRoutes,
  ...fileRoutes,
  ...securityRoutes,
  ...healthRoutes,
};

export interface Match {
  /** `GET /users/{user-id}` */
  readonly operation: string;
  readonly handler: Handler;
  readonly ids: readonly string[];
}

interface Pattern {
  readonly method: string;
  readonly steps: readonly string[];
  readonly operation: string;
  readonly handler: Handler;
}

/** Fixed steps win over variables: `/users/delta()` is nobody's id. */
const patterns: readonly Pattern[] = Object.entries(all)
  .map(([operation, handler]) => {
    const [method = '', path = ''] = operation.split(' ');
    return { method, steps: path.slice(1).split('/'), operation, handler };
  })
  .toSorted((a, b) => variables(a.steps) - variables(b.steps));

function variables(steps: readonly string[]): number {
  return steps.filter((step) => step.startsWith('{')).length;
}

/** Operations that are served, for tests. */
export const operations: readonly string[] = Object.keys(all);

/**
 * What answers a path of Graph v1.0. `/me` is the person whose token it is: the same answer as `/users/{their id}`, with
 * permissions of its own. 405 where the path is there and the method is not, 404 where neither is.
 */
export function match(method: string, path: string, me: string | undefined): Match | 404 | 405 {
  const steps = path.slice(1).split('/').map(decoded).map(plainCast);
  const asMe = steps[0] === 'me';
  if (asMe && me === undefined) return 404;
  const wanted = asMe ? ['users', me!, ...steps.slice(1)] : steps;
  const fitting = patterns.filter((pattern) => fits(pattern.steps, wanted));
  const found = fitting.find((pattern) => pattern.method === method);
  if (!found) return fitting.length > 0 ? 405 : 404;
  const ids = wanted.filter((_, at) => found.steps[at]!.startsWith('{'));
  const operation = asMe ? found.operation.replace('/users/{user-id}', '/me') : found.operation;
  return { operation, handler: found.handler, ids };
}

const fits = (pattern: readonly string[], steps: readonly string[]): boolean =>
  pattern.length === steps.length &&
  pattern.every((step, at) => step === steps[at] || (step.startsWith('{') && steps[at] !== ''));

/** `microsoft.graph.group` and `graph.group` are the same cast; `delta` may be written without its brackets. */
const plainCast = (step: string): string =>
  step === 'delta' ? 'delta()' : step.startsWith('microsoft.graph.') ? step.slice('microsoft.'.length) : step;

/** A percent sign that is not an encoding names nothing that exists. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}
