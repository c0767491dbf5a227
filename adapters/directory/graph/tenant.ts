import type { Tenant } from '../actions-port.ts';
import { accessOf } from './access.ts';
import { accountOf } from './account.ts';
import { createClient, type GraphOptions } from './client.ts';
import { devicesOf } from './devices.ts';
import { mailOf } from './mail.ts';
import { methodsOf } from './methods.ts';
import { bindPerson } from './personal.ts';

export interface TenantOptions extends GraphOptions {
  /** Address of the mailbox that notices are sent from. */
  readonly noticesFrom: string | undefined;
}

/** Graph v1.0, one person at a time: nothing below this line takes another person's id (R27). */
export function createGraphTenant(options: TenantOptions): Tenant {
  const application = createClient(options);
  return {
    as(personId, signIn) {
      const signedIn = signIn && createClient({ ...options, token: async () => signIn.token });
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
