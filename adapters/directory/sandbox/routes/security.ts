import { type Entity, iso } from '../entity.ts';
import { type Call, existing, fieldsOf, Refused, type Routes } from '../route.ts';
import { passwordDays } from '../seed/people.ts';
import type { Tenant } from '../tenant.ts';
import { rolesOf } from './users.ts';

/** Names that Entra's report gives to the kinds of methods. */
const reported: Readonly<Record<string, string>> = {
  phoneAuthenticationMethod: 'mobilePhone',
  emailAuthenticationMethod: 'email',
  microsoftAuthenticatorAuthenticationMethod: 'microsoftAuthenticatorPush',
  fido2AuthenticationMethod: 'fido2SecurityKey',
  softwareOathAuthenticationMethod: 'softwareOneTimePasscode',
  windowsHelloForBusinessAuthenticationMethod: 'windowsHelloForBusiness',
};

/** Two methods that reset accepts make somebody capable of it. */
function registrationOf(tenant: Tenant, user: Entity): Entity {
  const id = String(user.id);
  const types = (tenant.methods.get(id) ?? []).map((method) => String(method['@odata.type']).split('.').at(-1)!);
  const methods = [...new Set(types.flatMap((type) => reported[type] ?? []))];
  const forReset = methods.filter((name) => ['mobilePhone', 'email', 'microsoftAuthenticatorPush'].includes(name));
  const registered = forReset.length >= 2;
  return {
    id,
    userPrincipalName: user.userPrincipalName,
    userDisplayName: user.displayName,
    userType: 'member',
    isAdmin: rolesOf(tenant, id).length > 0,
    isSsprRegistered: registered,
    isSsprEnabled: true,
    isSsprCapable: registered,
    isMfaRegistered: methods.length > 0,
    isMfaCapable: methods.length > 0,
    isPasswordlessCapable: methods.some((name) => name === 'fido2SecurityKey' || name === 'windowsHelloForBusiness'),
    methodsRegistered: methods,
    isSystemPreferredAuthenticationMethodEnabled: true,
    systemPreferredAuthenticationMethods: ['push'],
    userPreferredMethodForSecondaryAuthentication: 'push',
    lastUpdatedDateTime: user.createdDateTime,
  };
}

const risk =
  (riskState: string, riskLevel: string, riskDetail: string) =>
  ({ tenant, body, now }: Call) => {
    fieldsOf(body, ['userIds'], ['userIds']);
    if (!tenant.skus.some(({ skuPartNumber }) => skuPartNumber === 'AAD_PREMIUM_P2'))
      throw new Refused(403, 'Forbidden');
    for (const id of body.userIds as string[]) {
      const user = existing(tenant.users.get(id.toLowerCase()));
      tenant.riskyUsers.set(String(user.id), {
        id: user.id,
        userDisplayName: user.displayName,
        userPrincipalName: user.userPrincipalName,
        isDeleted: false,
        isProcessing: false,
        riskState,
        riskLevel,
        riskDetail,
        riskLastUpdatedDateTime: iso(now),
      });
    }
    return { status: 204 } as const;
  };

const methodsPolicy: Entity = {
  id: 'authenticationMethodsPolicy',
  displayName: 'Authentication Methods Policy',
  description: 'The tenant-wide policy that controls which authentication methods are allowed in the tenant',
  policyVersion: '1.5',
};

const configurationPath =
  '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{authenticationMethodConfiguration-id}';

export const securityRoutes: Routes = {
  'GET /auditLogs/signIns': ({ tenant }) => ({ collection: tenant.signIns }),
  'GET /auditLogs/signIns/{signIn-id}': ({ tenant, ids }) => ({
    entity: existing(tenant.signIns.find(({ id }) => id === ids[0])),
  }),
  'GET /identityProtection/riskyUsers': ({ tenant }) => ({ collection: [...tenant.riskyUsers.values()] }),
  'GET /identityProtection/riskyUsers/{riskyUser-id}': ({ tenant, ids }) => ({
    entity: existing(tenant.riskyUsers.get(ids[0]!.toLowerCase())),
  }),
  'POST /identityProtection/riskyUsers/confirmCompromised': risk(
    'confirmedCompromised',
    'high',
    'adminConfirmedUserCompromised',
  ),
  'POST /identityProtection/riskyUsers/dismiss': risk('dismissed', 'none', 'adminDismissedAllRiskForUser'),
  'GET /reports/authenticationMethods/userRegistrationDetails': ({ tenant }) => ({
    collection: [...tenant.users.values()].map((user) => registrationOf(tenant, user)),
  }),
  'GET /reports/authenticationMethods/userRegistrationDetails/{userRegistrationDetails-id}': ({ tenant, ids }) => ({
    entity: registrationOf(tenant, existing(tenant.users.get(ids[0]!.toLowerCase()))),
  }),
  'GET /policies/authenticationMethodsPolicy': () => ({ entity: methodsPolicy }),
  [`GET ${configurationPath}`]: ({ tenant, ids }) => ({
    entity: existing(tenant.methodPolicies.get(ids[0]!.toLowerCase())),
  }),
  'GET /organization': ({ tenant }) => ({
    collection: [{ id: tenant.id, displayName: 'Mairie de Saint-Aubin-sur-Loire', countryLetterCode: 'FR' }],
  }),
  'GET /domains': ({ tenant }) => ({
    collection: [
      {
        id: tenant.domain,
        authenticationType: 'Managed',
        isDefault: true,
        isInitial: false,
        isRoot: true,
        isVerified: true,
        isAdminManaged: true,
        supportedServices: ['Email', 'OfficeCommunicationsOnline'],
        passwordValidityPeriodInDays: passwordDays,
        passwordNotificationWindowInDays: 14,
      },
    ],
  }),
};
