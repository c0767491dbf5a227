import { SupportError } from '../../support-error.ts';
import type { Tenant } from '../actions-port.ts';
import { accessOf } from './access.ts';
import { accountOf } from './account.ts';
import { createClient, type GraphOptions } from './client.ts';
import { devicesOf } from './devices.ts';
import { mailOf } from './mail.ts';
import { methodsOf } from './methods.ts';
import { bindPerson } from './personal.ts';
import { referenceSchema } from './schemas.ts';

export interface TenantOptions extends GraphOptions {
  /** Address of the mailbox that notices are sent from. */
  readonly noticesFrom: string | undefined;
}

/** Graph v1.0, one person at a time: nothing below this line takes another person's id (R27). */
export function createGraphTenant(options: TenantOptions): Tenant {
  const application = createClient(options);
  return {
    as(personId, signIn) {
      const signedIn = signIn && createClient({ ...options, token: ownToken(options, personId, signIn.token) });
      const personal = bindPerson(personId, application, signedIn);
      return {
        personId,
        ...accountOf(personal),
        ...methodsOf(personal),
        ...devicesOf(personal),
        ...accessOf(personal),
        ...mailOf(personal, options.noticesFrom),
      };
    },
  };
}

/**
 * The token, once Graph has said that it is this very person's: somebody may sign in with another account of theirs, and
 * what is done as the employee must be done to nobody else (R27).
 * @throws SupportError sign_in_of_another
 */
function ownToken(options: GraphOptions, personId: string, token: string): () => Promise<string> {
  const client = createClient({ ...options, token: async () => token });
  let checked: Promise<string> | undefined;
  const check = async () => {
    const signal = AbortSignal.timeout(options.fetchTimeoutMs);
    const who = referenceSchema.safeParse(await client.get('/me', { $select: 'id' }, signal));
    if (who.success && who.data.id.toLowerCase() === personId.toLowerCase()) return token;
    throw new SupportError('sign_in_of_another', 'the sign-in is of another account than the one that asks');
  };
  return () => {
    checked ??= check();
    return checked;
  };
}
