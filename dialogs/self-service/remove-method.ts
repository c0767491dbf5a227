import { type SelfServiceAction, written } from './action.ts';
import { describeMethod, isRemovable } from './my-methods.ts';

const texts = {
  which: { fr: 'Lequel faut-il retirer ?', en: 'Which one should be removed?' },
  none: { fr: "Il n'y a rien à retirer.", en: 'There is nothing to remove.' },
  changes: {
    fr: 'Je retire **{method}** : il ne validera plus vos connexions.',
    en: 'I remove **{method}**: it will no longer approve your sign-ins.',
  },
  last: {
    fr: "C'est votre dernier moyen de validation : il vous faudra ensuite un passe temporaire pour en enregistrer un nouveau.",
    en: 'It is your last way of approving: you will then need a temporary pass to register a new one.',
  },
  undo: {
    fr: 'Pour annuler, enregistrez-le de nouveau sur {organisation.securityInfoPortal}.',
    en: 'To undo it, register it again at {organisation.securityInfoPortal}.',
  },
  done: { fr: "C'est retiré.", en: 'It is removed.' },
  undone: {
    fr: 'Le moyen retiré ne peut être remis que par vous, sur {organisation.securityInfoPortal}.',
    en: 'What was removed can only be put back by you, at {organisation.securityInfoPortal}.',
  },
} as const;

/** A lost phone no longer approves sign-ins. Whoever removes a method could be taking over: identity first (R28). */
export const removeMethod: SelfServiceAction = {
  id: 'remove-method',
  title: { fr: 'Retirer un téléphone ou une application perdus', en: 'Remove a lost phone or app' },
  description: {
    fr: 'Je retire un de vos moyens de validation, après vérification de votre identité.',
    en: 'I remove one of your ways of approving sign-ins, after your identity was verified.',
  },
  phrases: [
    'retirer/retire/retirez/enlever/enleve/supprimer/supprime mon ancien? telephone/portable/authenticator',
    'retirer/retire/supprimer/supprime une methode/moyen dauthentification/de/d validation?',
    'remove my old/lost? phone/authenticator',
    'remove a/an authentication/sign/mfa in? method',
  ],
  permissions: [
    {
      name: 'UserAuthenticationMethod.ReadWrite.All',
      type: 'application',
      calls: [
        'DELETE /users/{user-id}/authentication/phoneMethods/{phoneAuthenticationMethod-id}',
        'DELETE /users/{user-id}/authentication/microsoftAuthenticatorMethods/{microsoftAuthenticatorAuthenticationMethod-id}',
        'DELETE /users/{user-id}/authentication/fido2Methods/{fido2AuthenticationMethod-id}',
        'DELETE /users/{user-id}/authentication/softwareOathMethods/{softwareOathAuthenticationMethod-id}',
        'DELETE /users/{user-id}/authentication/windowsHelloForBusinessMethods/{windowsHelloForBusinessAuthenticationMethod-id}',
        'DELETE /users/{user-id}/authentication/emailMethods/{emailAuthenticationMethod-id}',
        'DELETE /users/{user-id}/authentication/platformCredentialMethods/{platformCredentialAuthenticationMethod-id}',
      ],
    },
  ],
  risk: 'high',
  wayIn: true,
  approval: 'technician',
  perDay: 3,
  repeatable: true,
  texts,
  async examine({ tenant, input, signal }) {
    const removable = (await tenant.readMethods(signal)).filter(isRemovable);
    if (removable.length === 0) return { type: 'refuse', code: 'nothing', texts: [written(texts.none)] };
    const chosen = removable.find(({ id }) => id === input.method);
    if (!chosen) {
      const choices = removable.map((method) => ({ id: method.id, label: describeMethod(method) }));
      return { type: 'choose', parameter: 'method', question: written(texts.which), choices };
    }
    const preview = [written(texts.changes, { method: describeMethod(chosen) })];
    if (removable.length === 1) preview.push(written(texts.last));
    return { type: 'confirm', preview: [...preview, written(texts.undo)] };
  },
  async run({ tenant, input, signal }) {
    const methods = await tenant.readMethods(signal);
    // Gone already: a second run finds its work done.
    if (methods.some(({ id }) => id === input.method)) await tenant.removeMethod(input.method ?? '', signal);
    return { texts: [written(texts.done)] };
  },
  async verify({ tenant, input, signal }) {
    return !(await tenant.readMethods(signal)).some(({ id }) => id === input.method);
  },
  async undo() {
    return [written(texts.undone)];
  },
};
