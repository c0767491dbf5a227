import type { Queries } from '../../adapters/database/port.ts';
import type { PersonalTenant, Tenant } from '../../adapters/directory/actions-port.ts';
import { SupportError } from '../../adapters/support-error.ts';
import type { SignIn } from '../sign-in.ts';
import { findOwnChat } from './chats.ts';

export interface SignInsOf {
  /** A delegated token of this very person; undefined where they have not signed in. */
  findToken(personId: string): Promise<string | undefined>;
  signOut(personId: string): Promise<void>;
}

/** By the person's own chat, which is where the token service knows them from. */
export function signInsOf(queries: Queries, signIn: SignIn): SignInsOf {
  const userOf = async (personId: string) => (await findOwnChat(queries, personId))?.chat;
  return {
    async findToken(personId) {
      const user = signIn.possible ? await userOf(personId) : undefined;
      return user && signIn.findToken(user);
    },
    async signOut(personId) {
      const user = await userOf(personId);
      if (user) await signIn.signOut(user);
    },
  };
}

/**
 * The tenant, with the person's own sign-in wherever it turns out to be needed: what is refused for want of one is asked
 * once more with it. That is safe for changes too: nothing was done before.
 */
export function withSignIns(tenant: Tenant, signIns: SignInsOf): Tenant {
  return {
    as(personId, given) {
      const without = tenant.as(personId, given);
      return given ? without : each(without, (call) => signedIn(tenant, signIns, without, call));
    },
  };
}

type Call = <T>(on: PersonalTenant) => Promise<T>;

async function signedIn(tenant: Tenant, signIns: SignInsOf, without: PersonalTenant, call: Call): Promise<unknown> {
  try {
    return await call(without);
  } catch (cause) {
    if (codeOf(cause) !== 'sign_in_required') throw cause;
    const token = await signIns.findToken(without.personId);
    if (!token) throw cause;
    return await call(tenant.as(without.personId, { token })).catch(async (refused) => {
      if (codeOf(refused) !== 'sign_in_of_another') throw refused;
      // The other account is of no use here, and the next card would find it again.
      await signIns.signOut(without.personId);
      throw cause;
    });
  }
}

const codeOf = (error: unknown): string | undefined => (error instanceof SupportError ? error.code : undefined);

/** The same methods, each called through `through`. */
function each(personal: PersonalTenant, through: (call: Call) => Promise<unknown>): PersonalTenant {
  const entries = Object.entries(personal).map(([name, value]) => {
    if (typeof value !== 'function') return [name, value];
    const method = name as keyof PersonalTenant;
    const call = (...values: unknown[]) =>
      through((on) => (on[method] as (...given: unknown[]) => Promise<never>)(...values));
    return [name, call];
  });
  return Object.fromEntries(entries) as PersonalTenant;
}
