import type { AccountState, SignInAttempt } from '../../adapters/directory/actions-port.ts';
import type { Text } from '../engine/types.ts';
import { lines, moment, named, type SelfServiceAction, written } from './action.ts';
import { meaningOfSignInError } from './sign-in-errors.ts';

const texts = {
  fine: {
    fr: 'Votre compte est actif et rien ne le bloque.',
    en: 'Your account is active and nothing blocks it.',
  },
  disabled: {
    fr: 'Votre compte est **désactivé** : seul un technicien peut dire pourquoi, et le rouvrir.',
    en: 'Your account is **disabled**: only a technician can tell why, and open it again.',
  },
  expired: {
    fr: 'Votre mot de passe a **expiré** : {at}. Il faut en choisir un nouveau.',
    en: 'Your password **expired**: {at}. A new one must be chosen.',
  },
  expires: { fr: 'Votre mot de passe expire : {at}.', en: 'Your password expires: {at}.' },
  failed: { fr: 'Vos derniers échecs de connexion :', en: 'Your latest failed sign-ins:' },
  attempt: { fr: '{at}, {application} : {meaning}', en: '{at}, {application}: {meaning}' },
  blockedBy: { fr: '{meaning} Règle : {policies}.', en: '{meaning} Rule: {policies}.' },
  succeeded: {
    fr: 'Votre dernière connexion réussie : {at}, {application}.',
    en: 'Your latest successful sign-in: {at}, {application}.',
  },
  noAttempt: {
    fr: 'Aucune tentative récente ne figure au journal ; il a parfois quelques minutes de retard.',
    en: 'The log shows no recent attempt; it is sometimes a few minutes late.',
  },
  someApplication: { fr: 'une application', en: 'an application' },
  notYou: {
    fr: "Si une de ces tentatives n'est pas de vous, dites « mon compte est piraté ».",
    en: 'If one of these attempts was not yours, say "my account is compromised".',
  },
} as const;

const week = 7 * 24 * 3600_000;

/** Why can I not sign in? What the tenant says of the account, in plain words. */
export const signInCheck: SelfServiceAction = {
  id: 'sign-in-check',
  title: { fr: 'Voir pourquoi la connexion échoue', en: 'See why signing in fails' },
  description: {
    fr: "Je regarde l'état de votre compte et vos dernières tentatives de connexion.",
    en: 'I look at the state of your account and your latest sign-in attempts.',
  },
  phrases: [
    'pourquoi je peux/arrive/peut/puis pas/plus? pas/plus me/a connecter',
    'pourquoi je arrive/peux pas/plus a? me connecter',
    'pourquoi ma/la connexion echoue/est refusee/bloquee',
    'pourquoi mon compte est bloque/verrouille/desactive',
    'verifier/verifiez/regarde/regardez/voir letat de? mon compte',
    'verifier/verifiez/regarde/regardez/voir l etat de? mon compte',
    'mes dernieres connexions/tentatives',
    'why can/cant i not? sign/log in',
    'why cant i sign/log in',
    'why is my account locked/blocked/disabled',
    'why does my sign/login in? fail',
    'check/show/see my account/recent status/state/sign/logins ins?',
    'my recent/last/latest sign ins',
    'my recent/last/latest logins',
  ],
  permissions: [
    { name: 'User.Read.All', type: 'application', calls: ['GET /users/{user-id}'] },
    { name: 'AuditLog.Read.All', type: 'application', calls: ['GET /auditLogs/signIns'] },
  ],
  risk: 'read',
  forPrivileged: true,
  perDay: 50,
  repeatable: true,
  texts,
  async examine({ tenant, now, signal }) {
    const [account, attempts] = await Promise.all([tenant.readAccount(signal), tenant.readSignIns(20, signal)]);
    const failed = attempts.filter(({ errorCode }) => errorCode !== 0).slice(0, 3);
    const succeeded = attempts.find(({ errorCode }) => errorCode === 0);
    const said: Text[] = [...stateOf(account, now)];
    if (failed.length > 0) said.push({ all: [written(texts.failed), lines(failed.map(tell))], separator: '\n' });
    if (succeeded) said.push(written(texts.succeeded, whenAndWhere(succeeded)));
    if (attempts.length === 0) said.push(written(texts.noAttempt));
    if (failed.length > 0) said.push(written(texts.notYou));
    const codes = new Set(failed.map(({ errorCode }) => errorCode));
    const password = codes.has(50055) || codes.has(50144) || codes.has(50126) || isExpired(account, now);
    return { type: 'tell', texts: said, next: account.enabled && password ? ['password-reset'] : [] };
  },
};

const isExpired = ({ passwordExpiresAt }: AccountState, now: number): boolean =>
  passwordExpiresAt !== undefined && passwordExpiresAt <= now;

function stateOf(account: AccountState, now: number): Text[] {
  if (!account.enabled) return [written(texts.disabled)];
  const { passwordExpiresAt } = account;
  if (passwordExpiresAt === undefined || passwordExpiresAt > now + week) return [written(texts.fine)];
  const at = { at: moment(passwordExpiresAt) };
  if (passwordExpiresAt <= now) return [written(texts.expired, at)];
  return [written(texts.fine), written(texts.expires, at)];
}

const whenAndWhere = ({ at, application }: SignInAttempt) => ({
  at: moment(at),
  application: application ? named(application) : written(texts.someApplication),
});

function tell(attempt: SignInAttempt): Text {
  const meaning = written(meaningOfSignInError(attempt.errorCode), { code: attempt.errorCode });
  const policies = attempt.blockedBy.map(named);
  const told =
    policies.length === 0
      ? meaning
      : written(texts.blockedBy, { meaning, policies: { all: policies, separator: ', ' } });
  return written(texts.attempt, { ...whenAndWhere(attempt), meaning: told });
}
