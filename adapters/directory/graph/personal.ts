import type { z } from 'zod';
import { SupportError } from '../../support-error.ts';
import type { GraphClient } from './client.ts';
import { underDeadline } from './deadline.ts';
import { DirectoryRefused } from './errors.ts';
import { segment } from './path.ts';
import { createReader, type Query } from './reader.ts';

/**
 * Graph, bound to one person: paths begin at `/users/{that person}` with the application's token, or at `/me` with the
 * token of their own sign-in. `elsewhere` is for paths that name no person.
 */
export interface Personal {
  readonly personId: string;
  readonly user: Scope;
  readonly elsewhere: Scope;
  /** @throws SupportError sign_in_required */
  me(): Scope;
  /** @throws SupportError sign_in_required; paths that name no person, with the person's own token */
  asPerson(): Scope;
}

export interface Scope {
  /** @throws SupportError directory_refused with 404 where there is no such thing */
  get<S extends z.ZodObject>(path: string, schema: S, signal: AbortSignal): Promise<z.infer<S>>;
  find<S extends z.ZodObject>(path: string, schema: S, signal: AbortSignal): Promise<z.infer<S> | undefined>;
  list<S extends z.ZodObject>(path: string, schema: S, signal: AbortSignal, query?: Query): Promise<z.infer<S>[]>;
  text(path: string, signal: AbortSignal): Promise<string>;
  post(path: string, body: object | undefined, signal: AbortSignal): Promise<unknown>;
  patch(path: string, body: object, signal: AbortSignal): Promise<void>;
  remove(path: string, signal: AbortSignal): Promise<void>;
}

export function bindPerson(personId: string, application: GraphClient, signedIn: GraphClient | undefined): Personal {
  const userPath = `/users/${segment(personId)}`;
  const person = () => {
    if (!signedIn) throw signInRequired();
    return signedIn;
  };
  return {
    personId,
    user: scopeOf(application, userPath, permissionMissing),
    elsewhere: scopeOf(application, '', permissionMissing),
    me: () => scopeOf(person(), '/me', refusedSignIn),
    asPerson: () => scopeOf(person(), '', refusedSignIn),
  };
}

function scopeOf(client: GraphClient, base: string, refused: (error: unknown) => never): Scope {
  const reader = createReader(client);
  const write = (method: 'POST' | 'PATCH' | 'DELETE', path: string, body: object | undefined, signal: AbortSignal) =>
    underDeadline(client.deadline, signal, (both) => client.write(method, base + path, body, both)).catch(refused);
  const find: Scope['find'] = (path, schema, signal) => reader.find(base + path, schema, signal).catch(refused);
  return {
    find,
    async get(path, schema, signal) {
      const found = await find(path, schema, signal);
      if (!found) throw new DirectoryRefused(404, 'Request_ResourceNotFound');
      return found;
    },
    list: (path, schema, signal, query) => reader.list(base + path, schema, signal, query).catch(refused),
    text: (path, signal) =>
      underDeadline(client.deadline, signal, (both) => client.getText(base + path, both)).catch(refused),
    post: (path, body, signal) => write('POST', path, body, signal),
    async patch(path, body, signal) {
      await write('PATCH', path, body, signal);
    },
    async remove(path, signal) {
      await write('DELETE', path, undefined, signal);
    },
  };
}

/** 403 is Graph's word for a permission, a role or a licence that lacks: nothing that asking again would mend. */
function permissionMissing(error: unknown): never {
  if (!(error instanceof DirectoryRefused) || error.status !== 403) throw error;
  throw new SupportError('permission_missing', error.message, { cause: error });
}

/** A sign-in that is over, or never had the scope: the person signs in again. */
function refusedSignIn(error: unknown): never {
  if (error instanceof DirectoryRefused && error.status === 401) throw signInRequired(error);
  return permissionMissing(error);
}

const signInRequired = (cause?: unknown) =>
  new SupportError('sign_in_required', 'this is done as the employee, who has not signed in', { cause });

/** Something that is not in what this person's own list holds. */
export const notYours = (what: string): SupportError =>
  new SupportError('not_yours', `the ${what} is not one of this person's`);
