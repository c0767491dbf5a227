import { moment, type SelfServiceAction, written } from './action.ts';

const texts = {
  changes: {
    fr: "Je crée un **passe d'accès temporaire** : un code à usage unique, valable {minutes} minutes, qui remplace votre mot de passe et votre téléphone le temps d'une connexion.",
    en: 'I create a **temporary access pass**: a code that works once, for {minutes} minutes, in place of your password and your phone for one sign-in.',
  },
  shown: {
    fr: "Je vous l'affiche ici, une seule fois. Je ne le garde nulle part, et je le retire à la fin.",
    en: 'I show it to you here, once. I keep it nowhere, and take it away at the end.',
  },
  undo: {
    fr: 'Pour annuler, le passe est supprimé.',
    en: 'To undo it, the pass is deleted.',
  },
  notAllowed: {
    fr: "La règle de l'organisation ne prévoit pas de passe temporaire pour votre compte.",
    en: "The organisation's policy provides no temporary pass for your account.",
  },
  secret: {
    fr: 'Votre passe : `{pass}`\n\nTapez-le à la place du mot de passe, une seule fois, avant {until}. Choisissez ensuite un nouveau mot de passe sur {organisation.securityInfoPortal}. Ne le donnez à personne.',
    en: 'Your pass: `{pass}`\n\nType it in place of your password, once, before {until}. Then choose a new password at {organisation.securityInfoPortal}. Give it to nobody.',
  },
  done: {
    fr: "Votre passe est affiché ci-dessus. Il disparaîtra d'ici quand il ne servira plus.",
    en: 'Your pass is shown above. It will disappear from here when it is of no more use.',
  },
  undone: { fr: 'Le passe est supprimé.', en: 'The pass is deleted.' },
} as const;

const minutesUnlessTold = 60;

/** A way in without password or phone: once, short, and only once a technician has verified who asks (R28, R29). */
export const temporaryPass: SelfServiceAction = {
  id: 'temporary-pass',
  title: { fr: "Recevoir un passe d'accès temporaire", en: 'Get a temporary access pass' },
  description: {
    fr: "Un code à usage unique pour se connecter sans mot de passe ni téléphone, après vérification d'identité.",
    en: 'A code that works once, to sign in without password or phone, after identity was verified.',
  },
  phrases: [
    'passe/pass/code dacces? temporaire',
    'passe/pass/code d acces temporaire',
    'acces temporaire',
    'temporary access? pass/code',
  ],
  permissions: [
    {
      name: 'UserAuthenticationMethod.ReadWrite.All',
      type: 'application',
      calls: [
        'POST /users/{user-id}/authentication/temporaryAccessPassMethods',
        'DELETE /users/{user-id}/authentication/temporaryAccessPassMethods/{temporaryAccessPassAuthenticationMethod-id}',
      ],
    },
    {
      name: 'Policy.Read.All',
      type: 'application',
      calls: ['GET /policies/authenticationMethodsPolicy'],
    },
  ],
  risk: 'high',
  wayIn: true,
  approval: 'technician',
  perDay: 3,
  repeatable: false,
  texts,
  async examine({ tenant, signal }) {
    const { pass, passMinutes = minutesUnlessTold } = await tenant.readResetPolicy(signal);
    if (!pass) return { type: 'refuse', code: 'policy', texts: [written(texts.notAllowed)], ticket: true };
    const preview = [written(texts.changes, { minutes: passMinutes }), written(texts.shown), written(texts.undo)];
    return { type: 'confirm', preview };
  },
  async run({ tenant, signal }) {
    const { passMinutes = minutesUnlessTold } = await tenant.readResetPolicy(signal);
    const { pass, expiresAt } = await tenant.createPass({ minutes: passMinutes }, signal);
    const until = moment(expiresAt);
    return {
      texts: [written(texts.done)],
      secret: { text: written(texts.secret, { pass, until }), until: expiresAt },
    };
  },
  async undo({ tenant, signal }) {
    await tenant.deletePasses(signal);
    return [written(texts.undone)];
  },
  recover: ({ tenant, signal }) => tenant.deletePasses(signal),
};
