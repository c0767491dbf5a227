import { z } from 'zod';
import type { AccountState, Approver, PersonalTenant, SignInAttempt } from '../actions-port.ts';
import { quoted } from './path.ts';
import type { Personal } from './personal.ts';
import { text } from './schemas.ts';

const accountSchema = z.object({
  id: z.string(),
  accountEnabled: z.boolean().nullish(),
  displayName: text,
  userPrincipalName: z.string(),
  lastPasswordChangeDateTime: text,
  passwordPolicies: text,
  signInSessionsValidFromDateTime: text,
});
const domainSchema = z.object({ id: z.string(), passwordValidityPeriodInDays: z.int().nullish() });
const roleSchema = z.object({ id: z.string(), displayName: text });
export const approverSchema = z.object({ id: z.string(), displayName: text });
const signInSchema = z.object({
  id: z.string(),
  createdDateTime: z.iso.datetime({ offset: true }),
  appDisplayName: text,
  status: z.object({ errorCode: z.int().nullish(), failureReason: text }).nullish(),
  location: z.object({ city: text, countryOrRegion: text }).nullish(),
  appliedConditionalAccessPolicies: z.array(z.object({ displayName: text, result: text })).nullish(),
});
const planSchema = z.object({ servicePlans: z.array(z.object({ servicePlanName: text })) });

/** What Graph writes for a password that never expires. */
const never = 2_147_483_647;
const day = 86_400_000;

export const toApprover = ({ id, displayName }: z.infer<typeof approverSchema>): Approver => ({
  id,
  displayName: displayName ?? '',
});

type AccountMethods = Pick<
  PersonalTenant,
  | 'readAccount'
  | 'readRoles'
  | 'readSignIns'
  | 'readManager'
  | 'revokeSessions'
  | 'requirePasswordChange'
  | 'confirmCompromised'
>;

export function accountOf({ personId, user, elsewhere }: Personal): AccountMethods {
  return {
    async readAccount(signal) {
      const [account, domains] = await Promise.all([
        user.get('', accountSchema, signal),
        elsewhere.list('/domains', domainSchema, signal),
      ]);
      return toAccount(account, domains);
    },
    async readRoles(signal) {
      const roles = await user.list('/transitiveMemberOf/graph.directoryRole', roleSchema, signal, {
        // Graph casts in advanced queries alone.
        more: { $count: 'true' },
        headers: { ConsistencyLevel: 'eventual' },
      });
      return roles.map(({ id, displayName }) => ({ id, name: displayName ?? id }));
    },
    async readSignIns(limit, signal) {
      const attempts = await elsewhere.list('/auditLogs/signIns', signInSchema, signal, {
        filter: `userId eq ${quoted(personId)}`,
        top: limit,
      });
      return attempts.map(toAttempt).toSorted((a, b) => b.at - a.at);
    },
    async readManager(signal) {
      const manager = await user.find('/manager', approverSchema, signal);
      return manager && toApprover(manager);
    },
    async revokeSessions(signal) {
      await user.post('/revokeSignInSessions', undefined, signal);
    },
    requirePasswordChange: (signal) =>
      user.patch('', { passwordProfile: { forceChangePasswordNextSignIn: true } }, signal),
    async confirmCompromised(signal) {
      const skus = await elsewhere.list('/subscribedSkus', planSchema, signal);
      const plans = skus.flatMap(({ servicePlans }) => servicePlans.map(({ servicePlanName }) => servicePlanName));
      if (!plans.includes('AAD_PREMIUM_P2')) return false;
      await elsewhere.post('/identityProtection/riskyUsers/confirmCompromised', { userIds: [personId] }, signal);
      return true;
    },
  };
}

/** Expiry follows from the domain of the person's sign-in name, unless their account says that it never comes. */
function toAccount(account: z.infer<typeof accountSchema>, domains: z.infer<typeof domainSchema>[]): AccountState {
  const domain = account.userPrincipalName.split('@')[1]?.toLowerCase();
  const days = domains.find(({ id }) => id.toLowerCase() === domain)?.passwordValidityPeriodInDays ?? never;
  const changed = timeOf(account.lastPasswordChangeDateTime);
  const expires = days !== never && !account.passwordPolicies?.includes('DisablePasswordExpiration');
  const validFrom = timeOf(account.signInSessionsValidFromDateTime);
  return {
    enabled: account.accountEnabled ?? true,
    displayName: account.displayName ?? '',
    userPrincipalName: account.userPrincipalName,
    ...(changed !== undefined && { passwordChangedAt: changed }),
    ...(changed !== undefined && expires && { passwordExpiresAt: changed + days * day }),
    ...(validFrom !== undefined && { sessionsValidFrom: validFrom }),
  };
}

function toAttempt(entry: z.infer<typeof signInSchema>): SignInAttempt {
  const place = [entry.location?.city, entry.location?.countryOrRegion].filter(Boolean).join(', ');
  const errorCode = entry.status?.errorCode ?? 0;
  const policies = entry.appliedConditionalAccessPolicies ?? [];
  return {
    id: entry.id,
    at: Date.parse(entry.createdDateTime),
    errorCode,
    ...(errorCode !== 0 && entry.status?.failureReason && { failureReason: entry.status.failureReason }),
    ...(entry.appDisplayName && { application: entry.appDisplayName }),
    ...(place && { place }),
    blockedBy: policies.filter(({ result }) => result === 'failure').map(({ displayName }) => displayName ?? ''),
  };
}

/** epoch ms; undefined where Graph says nothing. */
export function timeOf(written: string | null | undefined): number | undefined {
  const time = Date.parse(written ?? '');
  return Number.isNaN(time) ? undefined : time;
}
