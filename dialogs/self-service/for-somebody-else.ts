import { type SelfServiceAction, written } from './action.ts';

const texts = {
  never: {
    fr: "Je n'agis **que sur votre propre compte**, même avec l'accord de la personne : sinon n'importe qui pourrait prendre celui d'un autre.",
    en: 'I act **only on your own account**, even with the agreement of the person: otherwise anybody could take that of another.',
  },
  path: {
    fr: "Cette personne peut m'écrire elle-même, aller sur {organisation.passwordPortal}, ou appeler le {organisation.serviceDeskPhone} : un technicien vérifie alors que c'est elle.",
    en: 'That person can write to me, go to {organisation.passwordPortal}, or call {organisation.serviceDeskPhone}: a technician then verifies that it is them.',
  },
} as const;

/** Never, and why; and the way that person has. */
export const forSomebodyElse: SelfServiceAction = {
  id: 'for-somebody-else',
  title: { fr: "Agir pour quelqu'un d'autre", en: 'Act for somebody else' },
  description: {
    fr: "Je n'agis que sur votre propre compte ; je vous dis comment la personne peut faire.",
    en: 'I act on your own account alone; I tell you what the person can do.',
  },
  phrases: [
    'reinitialiser/reinitialise/reinitialisez/changer/change/debloquer/debloque/deverrouiller/deverrouille le/la? mot/mdp/compte/acces/session de? passe? de/dun/dune/du/des ma/mon/mes/la/une/un/notre/collegue/chef/directeur/directrice collegue/chef/chefs/collegues/collaborateur/collaboratrice/assistante/assistant/stagiaire/responsable/directeur/directrice/agent?',
    'deconnecter/deconnecte/deconnectez ma/mon/la/une/un collegue/chef/collaborateur/collaboratrice/assistante/assistant/stagiaire/responsable',
    'reset/change/unlock/unblock my/the/a colleague/colleagues/boss/bosss/manager/managers/assistant/assistants/team/coworker/coworkers member?',
    'reset/change/unlock/unblock the password/account of my/the/a',
    'sign/log my/the/a colleague/boss/manager/assistant/coworker out',
    'sign/log out my/the/a colleague/boss/manager/assistant/coworker',
  ],
  permissions: [],
  risk: 'read',
  forPrivileged: true,
  perDay: 50,
  repeatable: true,
  texts,
  async examine() {
    return { type: 'refuse', code: 'somebody-else', texts: [written(texts.never), written(texts.path)] };
  },
};
