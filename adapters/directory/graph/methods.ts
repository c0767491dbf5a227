import { z } from 'zod';
import type { AuthenticationMethod, MethodKind, PersonalTenant } from '../actions-port.ts';
import { timeOf } from './account.ts';
import { unreadable } from './errors.ts';
import { segment } from './path.ts';
import { notYours, type Personal } from './personal.ts';
import { text } from './schemas.ts';

/** Graph's type of a method: what the port calls it, and the collection that it is removed from. */
const kinds: Readonly<Record<string, readonly [kind: MethodKind, collection?: string]>> = {
  passwordAuthenticationMethod: ['password'],
  phoneAuthenticationMethod: ['phone', 'phoneMethods'],
  microsoftAuthenticatorAuthenticationMethod: ['authenticator', 'microsoftAuthenticatorMethods'],
  fido2AuthenticationMethod: ['passkey', 'fido2Methods'],
  windowsHelloForBusinessAuthenticationMethod: ['hello', 'windowsHelloForBusinessMethods'],
  softwareOathAuthenticationMethod: ['oath', 'softwareOathMethods'],
  emailAuthenticationMethod: ['email', 'emailMethods'],
  platformCredentialAuthenticationMethod: ['platform', 'platformCredentialMethods'],
  temporaryAccessPassAuthenticationMethod: ['pass', 'temporaryAccessPassMethods'],
};

const methodSchema = z.object({
  '@odata.type': z.string(),
  id: z.string().min(1),
  createdDateTime: text,
  displayName: text,
  phoneNumber: text,
  emailAddress: text,
});
type GraphMethod = z.infer<typeof methodSchema>;

const registrationSchema = z.object({ id: z.string(), isSsprEnabled: z.boolean(), isSsprCapable: z.boolean() });
const targetSchema = z.object({ id: z.string() });
const passPolicySchema = z.object({
  state: z.string(),
  defaultLifetimeInMinutes: z.int().nullish(),
  includeTargets: z.array(targetSchema).nullish(),
  excludeTargets: z.array(targetSchema).nullish(),
});
const groupSchema = z.object({ id: z.string() });
const passSchema = z.object({
  id: z.string().min(1),
  temporaryAccessPass: z.string().min(1),
  startDateTime: z.iso.datetime({ offset: true }),
  lifetimeInMinutes: z.int().positive(),
});

const minute = 60_000;
const passConfiguration =
  '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass';
const passes = '/authentication/temporaryAccessPassMethods';

type Methods = Pick<PersonalTenant, 'readMethods' | 'readResetPolicy' | 'removeMethod' | 'createPass' | 'deletePasses'>;

export function methodsOf({ personId, user, elsewhere }: Personal): Methods {
  const readAll = (signal: AbortSignal): Promise<GraphMethod[]> =>
    user.list('/authentication/methods', methodSchema, signal, { whole: true });
  return {
    async readMethods(signal) {
      return (await readAll(signal)).map(toMethod);
    },
    async removeMethod(id, signal) {
      const method = (await readAll(signal)).find((each) => each.id === id);
      const collection = method && kindOf(method)[1];
      if (!collection) throw notYours('sign-in method');
      await user.remove(`/authentication/${collection}/${segment(id)}`, signal);
    },
    async readResetPolicy(signal) {
      const registration = `/reports/authenticationMethods/userRegistrationDetails/${segment(personId)}`;
      const [registered, policy, groups] = await Promise.all([
        elsewhere.find(registration, registrationSchema, signal),
        elsewhere.find(passConfiguration, passPolicySchema, signal),
        user.list('/transitiveMemberOf/graph.group', groupSchema, signal),
      ]);
      const mine = new Set(['all_users', ...groups.map(({ id }) => id)]);
      const meant = (targets: { id: string }[] | null | undefined) => (targets ?? []).some(({ id }) => mine.has(id));
      const pass = policy?.state === 'enabled' && meant(policy.includeTargets) && !meant(policy.excludeTargets);
      return {
        selfService: registered?.isSsprEnabled === true && registered.isSsprCapable,
        pass,
        ...(pass && policy.defaultLifetimeInMinutes && { passMinutes: policy.defaultLifetimeInMinutes }),
      };
    },
    async createPass({ minutes }, signal) {
      const answer = await user.post(passes, { lifetimeInMinutes: minutes, isUsableOnce: true }, signal);
      const created = passSchema.safeParse(answer);
      // Its value would stand in a schema's complaint: only that it cannot be read goes on.
      if (!created.success) throw unreadable('temporaryAccessPass');
      const { id, temporaryAccessPass: pass, startDateTime, lifetimeInMinutes } = created.data;
      return { id, pass, expiresAt: Date.parse(startDateTime) + lifetimeInMinutes * minute };
    },
    async deletePasses(signal) {
      for (const { id } of await user.list(passes, groupSchema, signal)) {
        await user.remove(`${passes}/${segment(id)}`, signal);
      }
    },
  };
}

const kindOf = (method: GraphMethod): readonly [MethodKind, string?] =>
  kinds[method['@odata.type'].replace('#microsoft.graph.', '')] ?? ['other'];

function toMethod(method: GraphMethod): AuthenticationMethod {
  const [kind] = kindOf(method);
  const label = method.displayName ?? hidden(method.phoneNumber) ?? hidden(method.emailAddress);
  const addedAt = timeOf(method.createdDateTime);
  return { id: method.id, kind, ...(label && { label }), ...(addedAt !== undefined && { addedAt }) };
}

/** Enough of a number or an address to know it by: its first characters and its last two, or its domain. */
function hidden(value: string | null | undefined): string | undefined {
  if (!value) return undefined;
  const [user, domain] = value.split('@');
  if (domain) return `${user!.slice(0, 2)}…@${domain}`;
  return `${value.slice(0, 5).trim()} … ${value.slice(-2)}`;
}
