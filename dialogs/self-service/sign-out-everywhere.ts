import { type SelfServiceAction, written } from './action.ts';

const texts = {
  changes: {
    fr: 'Toutes vos sessions Microsoft 365 vont se fermer : ordinateur, téléphone, navigateur, Teams, **ici compris**.',
    en: 'All your Microsoft 365 sessions will close: computer, phone, browser, Teams, **this one included**.',
  },
  after: {
    fr: "Vous vous reconnecterez avec votre mot de passe et votre téléphone. Rien n'est effacé. Une application ouverte peut tenir encore une heure.",
    en: 'You will sign in again with your password and your phone. Nothing is erased. An open application may last another hour.',
  },
  undo: {
    fr: 'Pour annuler, il suffit de vous reconnecter.',
    en: 'To undo it, just sign in again.',
  },
  done: {
    fr: 'Toutes vos sessions sont fermées. Reconnectez-vous quand on vous le demande.',
    en: 'All your sessions are closed. Sign in again when you are asked to.',
  },
  undone: {
    fr: 'Les sessions fermées ne se rouvrent pas : il suffit de se reconnecter.',
    en: 'Closed sessions do not open again: signing in is enough.',
  },
} as const;

/** ms; the tenant's clock and ours differ a little. */
const clocks = 5 * 60_000;

/** Closes every session of the person. */
export const signOutEverywhere: SelfServiceAction = {
  id: 'sign-out-everywhere',
  title: { fr: 'Me déconnecter partout', en: 'Sign me out everywhere' },
  description: {
    fr: 'Je ferme toutes vos sessions Microsoft 365, sur tous vos appareils.',
    en: 'I close all your Microsoft 365 sessions, on all your devices.',
  },
  phrases: [
    'deconnecter/deconnecte/deconnectez/deconnexion moi? de? partout',
    'deconnecter/deconnecte/deconnectez moi? de? tous/toutes mes/les appareils/sessions',
    'fermer/ferme/fermez/couper/coupe/coupez toutes mes/les sessions',
    'revoquer/revoque/revoquez toutes? mes/les sessions',
    'sign/log me? out of? everywhere/all',
    'sign/log me? out of? all my? devices/sessions',
    'close/end/revoke all? of? my sessions',
  ],
  permissions: [
    {
      name: 'User.RevokeSessions.All',
      type: 'application',
      calls: ['POST /users/{user-id}/revokeSignInSessions'],
    },
    { name: 'User.Read.All', type: 'application', calls: ['GET /users/{user-id}'] },
  ],
  risk: 'high',
  perDay: 5,
  repeatable: true,
  texts,
  async examine() {
    return { type: 'confirm', preview: [written(texts.changes), written(texts.after), written(texts.undo)] };
  },
  async run({ tenant, signal }) {
    await tenant.revokeSessions(signal);
    return { texts: [written(texts.done)] };
  },
  async verify({ tenant, now, signal }) {
    const { sessionsValidFrom } = await tenant.readAccount(signal);
    return sessionsValidFrom !== undefined && sessionsValidFrom >= now - clocks;
  },
  async undo() {
    return [written(texts.undone)];
  },
};
