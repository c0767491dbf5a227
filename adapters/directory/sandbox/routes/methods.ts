import { randomBytes, randomUUID } from 'node:crypto';
import { type Entity, iso } from '../entity.ts';
import { type Call, existing, fieldsOf, type Handler, Refused, type Routes } from '../route.ts';
import { userOf } from './users.ts';

/** Graph's collection of each kind, and the type of what is in it. */
const kinds = {
  passwordMethods: 'passwordAuthenticationMethod',
  phoneMethods: 'phoneAuthenticationMethod',
  microsoftAuthenticatorMethods: 'microsoftAuthenticatorAuthenticationMethod',
  fido2Methods: 'fido2AuthenticationMethod',
  softwareOathMethods: 'softwareOathAuthenticationMethod',
  windowsHelloForBusinessMethods: 'windowsHelloForBusinessAuthenticationMethod',
  platformCredentialMethods: 'platformCredentialAuthenticationMethod',
  emailMethods: 'emailAuthenticationMethod',
  temporaryAccessPassMethods: 'temporaryAccessPassAuthenticationMethod',
} as const;

const minute = 60_000;

function methodsOf(call: Call): Entity[] {
  return existing(call.tenant.methods.get(String(userOf(call).id))).map((method) => current(method, call.now));
}

/** A pass says whether it may still be used, and never says itself again. */
function current(method: Entity, now: number): Entity {
  if (method['@odata.type'] !== `#microsoft.graph.${kinds.temporaryAccessPassMethods}`) return method;
  const expired = Date.parse(String(method.startDateTime)) + Number(method.lifetimeInMinutes) * minute <= now;
  return {
    ...method,
    temporaryAccessPass: null,
    isUsable: !expired,
    methodUsabilityReason: expired ? 'Expired' : 'EnabledByPolicy',
  };
}

const ofKind = (methods: readonly Entity[], type: string) =>
  methods.filter((method) => method['@odata.type'] === `#microsoft.graph.${type}`);

const list =
  (type: string): Handler =>
  (call) => ({ collection: ofKind(methodsOf(call), type) });

const get =
  (type: string): Handler =>
  (call) => ({ entity: existing(ofKind(methodsOf(call), type).find(({ id }) => id === call.ids[1])) });

const remove =
  (type: string): Handler =>
  (call) => {
    const { id } = userOf(call);
    const { tenant, ids } = call;
    const held = existing(tenant.methods.get(String(id)));
    const gone = existing(ofKind(held, type).find((method) => method.id === ids[1]));
    tenant.methods.set(
      String(id),
      held.filter((method) => method !== gone),
    );
    return { status: 204 };
  };

const add = (call: Call, method: Entity): void => {
  const id = String(userOf(call).id);
  call.tenant.methods.set(id, [...(call.tenant.methods.get(id) ?? []), method]);
};

/** One pass at a time, as the policy allows. @throws Refused */
const addPass: Handler = (call) => {
  const { tenant, body, now } = call;
  fieldsOf(body, ['startDateTime', 'lifetimeInMinutes', 'isUsableOnce']);
  const policy = existing(tenant.methodPolicies.get('temporaryaccesspass'));
  if (policy.state !== 'enabled') throw new Refused(403, 'authenticationMethodNotEnabled');
  const lifetime = Number(body.lifetimeInMinutes ?? policy.defaultLifetimeInMinutes);
  const [least, most] = [Number(policy.minimumLifetimeInMinutes), Number(policy.maximumLifetimeInMinutes)];
  if (!(lifetime >= least && lifetime <= most)) throw new Refused(400);
  const valid = ofKind(methodsOf(call), kinds.temporaryAccessPassMethods);
  if (valid.some(({ isUsable }) => isUsable)) throw new Refused(400, 'temporaryAccessPassAlreadyExists');
  const id = String(userOf(call).id);
  const others = (tenant.methods.get(id) ?? []).filter((method) => !valid.some((old) => old.id === method.id));
  tenant.methods.set(id, others);
  const pass: Entity = {
    '@odata.type': `#microsoft.graph.${kinds.temporaryAccessPassMethods}`,
    id: randomUUID(),
    temporaryAccessPass: randomBytes(6).toString('base64url'),
    createdDateTime: iso(now),
    startDateTime: iso(Date.parse(String(body.startDateTime ?? iso(now)))),
    lifetimeInMinutes: lifetime,
    isUsableOnce: body.isUsableOnce ?? policy.isUsableOnce,
    isUsable: true,
    methodUsabilityReason: 'EnabledByPolicy',
  };
  // Kept without its value: Graph shows it once.
  add(call, { ...pass, temporaryAccessPass: null });
  return { entity: pass, status: 201 };
};

const addPhone: Handler = (call) => {
  fieldsOf(call.body, ['phoneNumber', 'phoneType'], ['phoneNumber', 'phoneType']);
  const method = {
    '@odata.type': `#microsoft.graph.${kinds.phoneMethods}`,
    id: randomUUID(),
    ...call.body,
    smsSignInState: 'notAllowedByPolicy',
    createdDateTime: iso(call.now),
  };
  add(call, method);
  return { entity: method, status: 201 };
};

const root = '/users/{user-id}/authentication';
const removable = Object.entries(kinds).filter(([kind]) => kind !== 'passwordMethods');

export const methodRoutes: Routes = {
  [`GET ${root}/methods`]: (call) => ({ collection: methodsOf(call) }),
  [`GET ${root}/methods/{authenticationMethod-id}`]: (call) => ({
    entity: existing(methodsOf(call).find(({ id }) => id === call.ids[1])),
  }),
  ...Object.fromEntries(Object.entries(kinds).map(([kind, type]) => [`GET ${root}/${kind}`, list(type)])),
  ...Object.fromEntries(Object.entries(kinds).map(([kind, type]) => [`GET ${root}/${kind}/{${type}-id}`, get(type)])),
  ...Object.fromEntries(removable.map(([kind, type]) => [`DELETE ${root}/${kind}/{${type}-id}`, remove(type)])),
  [`POST ${root}/temporaryAccessPassMethods`]: addPass,
  [`POST ${root}/phoneMethods`]: addPhone,
};
