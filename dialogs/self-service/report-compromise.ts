import { SupportError } from '../../adapters/support-error.ts';
import type { Text } from '../engine/types.ts';
import { type SelfServiceAction, written } from './action.ts';

const texts = {
  changes: {
    fr: "Je ferme **toutes vos sessions**, ici comprise, je signale le compte comme compromis à Microsoft Entra et je préviens aussitôt l'équipe Sécurité.",
    en: 'I close **all your sessions**, this one included, report the account as compromised to Microsoft Entra and tell the Security team at once.',
  },
  password: {
    fr: 'À la reconnexion, changez votre mot de passe depuis un appareil sûr, sur {organisation.passwordPortal}.',
    en: 'When you sign in again, change your password from a device that you trust, at {organisation.passwordPortal}.',
  },
  caution: {
    fr: "Pendant 24 heures, je ne redonnerai aucun accès moi-même. Ce signalement ne s'annule pas ; l'équipe Sécurité le clôt avec vous.",
    en: 'For 24 hours I give no access back myself. This report cannot be undone; the Security team closes it with you.',
  },
  sessions: { fr: 'Vos sessions sont fermées.', en: 'Your sessions are closed.' },
  change: {
    fr: 'Un nouveau mot de passe vous sera demandé à la prochaine connexion.',
    en: 'You will be asked for a new password at the next sign-in.',
  },
  changeYourself: {
    fr: 'Changez votre mot de passe maintenant, depuis un appareil sûr : {organisation.passwordPortal}.',
    en: 'Change your password now, from a device that you trust: {organisation.passwordPortal}.',
  },
  reported: {
    fr: 'Le compte est signalé comme compromis.',
    en: 'The account is reported as compromised.',
  },
  notReported: {
    fr: "Le signalement à Microsoft n'est pas passé : l'équipe Sécurité s'en charge.",
    en: 'The report to Microsoft did not get through: the Security team will see to it.',
  },
  undone: {
    fr: "Le signalement reste : seule l'équipe Sécurité le lève.",
    en: 'The report stays: only the Security team lifts it.',
  },
} as const;

/** Somebody else may be in the account: closed, reported, and the security team told, in this order. */
export const reportCompromise: SelfServiceAction = {
  id: 'report-compromise',
  title: { fr: 'Signaler que mon compte est compromis', en: 'Report that my account is compromised' },
  description: {
    fr: "Je ferme toutes vos sessions et j'alerte l'équipe Sécurité.",
    en: 'I close all your sessions and alert the Security team.',
  },
  phrases: [
    'signaler/signale/signalez * mon compte * compromis/pirate/vole',
    'mon compte est/a compromis/pirate/ete? compromis/pirate $',
    'bloquer/bloque/bloquez mon compte',
    'report * my account * compromised/hacked/stolen',
    'my account is/was/got/has compromised/hacked/been? compromised/hacked $',
    'lock/block my account',
  ],
  permissions: [
    { name: 'User.RevokeSessions.All', type: 'application', calls: ['POST /users/{user-id}/revokeSignInSessions'] },
    {
      name: 'IdentityRiskyUser.ReadWrite.All',
      type: 'application',
      calls: ['POST /identityProtection/riskyUsers/confirmCompromised'],
    },
  ],
  risk: 'high',
  alertsSecurity: true,
  perDay: 5,
  repeatable: true,
  texts,
  async examine() {
    return { type: 'confirm', preview: [written(texts.changes), written(texts.password), written(texts.caution)] };
  },
  async run({ tenant, signal }) {
    await tenant.revokeSessions(signal);
    const done: Text[] = [written(texts.sessions)];
    done.push(
      written((await attempted(() => tenant.requirePasswordChange(signal))) ? texts.change : texts.changeYourself),
    );
    const told = await attempted(() => tenant.confirmCompromised(signal));
    if (told === undefined) return { texts: done, partial: [written(texts.notReported)] };
    return { texts: told ? [...done, written(texts.reported)] : done };
  },
  async undo() {
    return [written(texts.undone)];
  },
};

/** `true` for what gave nothing back, the answer else; undefined when it failed: the rest still has to be done. */
async function attempted<T>(work: () => Promise<T>): Promise<T | true | undefined> {
  try {
    return (await work()) ?? true;
  } catch (cause) {
    // What the organisation did not allow is no failure: it is told what to do instead.
    if (cause instanceof SupportError && cause.code === 'permission_missing') return false as T;
    if (cause instanceof SupportError) return undefined;
    throw cause;
  }
}
