import { type SelfServiceAction, written } from './action.ts';

const texts = {
  own: {
    fr: "Vous pouvez le réinitialiser vous-même, en cinq minutes : tapez {organisation.passwordPortal} dans un navigateur, votre adresse professionnelle, puis **J'ai oublié mon mot de passe**. Votre téléphone prouve que c'est vous.",
    en: 'You can reset it yourself, in five minutes: type {organisation.passwordPortal} in a browser, your work address, then **I forgot my password**. Your phone proves that it is you.',
  },
  never: {
    fr: 'Je ne connais ni ne change aucun mot de passe, et personne ne vous le demandera.',
    en: 'I neither know nor change any password, and nobody will ask you for it.',
  },
  notRegistered: {
    fr: "Vous n'êtes pas inscrit à la réinitialisation en libre-service.",
    en: 'You are not registered for self-service reset.',
  },
  pass: {
    fr: "À la place, un **passe d'accès temporaire** vous laisse entrer une fois et choisir un nouveau mot de passe. Un technicien vérifie d'abord que c'est vous.",
    en: 'Instead, a **temporary access pass** lets you in once, to choose a new password. A technician first verifies that it is you.',
  },
  technician: {
    fr: 'Il reste un technicien : il vérifie votre identité hors de cette discussion, puis réinitialise lui-même. Je prépare la demande.',
    en: 'That leaves a technician: they verify your identity outside this chat, then reset it themselves. I prepare the request.',
  },
} as const;

/** A forgotten password: Entra's self-service reset, a temporary pass, or a technician, whichever this person has (R29). */
export const passwordReset: SelfServiceAction = {
  id: 'password-reset',
  title: { fr: 'Retrouver un accès sans mon mot de passe', en: 'Get back in without my password' },
  description: {
    fr: 'Je regarde quelles voies vous sont ouvertes pour un mot de passe oublié.',
    en: 'I look at which ways are open to you for a forgotten password.',
  },
  phrases: [
    'reinitialiser/reinitialise/reinitialisez mon mot de? passe',
    'reinitialiser/reinitialise/reinitialisez mon mdp',
    'reset my password/pwd',
    'reset password',
  ],
  permissions: [
    {
      name: 'AuditLog.Read.All',
      type: 'application',
      calls: ['GET /reports/authenticationMethods/userRegistrationDetails/{userRegistrationDetails-id}'],
    },
    {
      name: 'Policy.Read.All',
      type: 'application',
      calls: ['GET /policies/authenticationMethodsPolicy'],
    },
  ],
  risk: 'read',
  perDay: 20,
  repeatable: true,
  texts,
  async examine({ tenant, signal }) {
    const policy = await tenant.readResetPolicy(signal);
    const next = policy.pass ? ['temporary-pass'] : [];
    if (policy.selfService) return { type: 'tell', texts: [written(texts.own), written(texts.never)], next };
    if (policy.pass) return { type: 'tell', texts: [written(texts.notRegistered), written(texts.pass)], next };
    const said = [written(texts.notRegistered), written(texts.technician)];
    return { type: 'refuse', code: 'technician-only', texts: said, ticket: true };
  },
};
