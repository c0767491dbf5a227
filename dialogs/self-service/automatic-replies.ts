import type { AutomaticReplies } from '../../adapters/directory/actions-port.ts';
import { type SelfServiceAction, written } from './action.ts';

export const replyTexts = {
  what: {
    fr: "Quel message les gens doivent-ils recevoir ? Écrivez-le tel quel, avec qui joindre en cas d'urgence.",
    en: 'What message should people receive? Write it as it should be, with whom to reach if it is urgent.',
  },
  on: {
    fr: "Dès maintenant, et jusqu'à ce que vous l'arrêtiez, chacun reçoit une fois cette réponse, dedans comme dehors :",
    en: 'From now on, until you stop it, everyone gets this answer once, inside and outside:',
  },
  quote: { fr: '« {words} »', en: '"{words}"' },
  before: {
    fr: 'La réponse actuelle est remplacée.',
    en: 'The present answer is replaced.',
  },
  undo: {
    fr: 'Pour arrêter, dites « arrêter ma réponse automatique ».',
    en: 'To stop it, say "turn off my automatic reply".',
  },
  done: { fr: 'Votre réponse automatique est en place.', en: 'Your automatic reply is on.' },
  off: {
    fr: 'Plus personne ne recevra de réponse automatique de votre part. Le texte est gardé par Outlook.',
    en: 'Nobody will get an automatic reply from you any more. Outlook keeps the text.',
  },
  undoOff: {
    fr: 'Pour la remettre, dites « activer ma réponse automatique ».',
    en: 'To have it back, say "turn on my automatic reply".',
  },
  isOff: { fr: 'Votre réponse automatique est arrêtée.', en: 'Your automatic reply is off.' },
  alreadyOff: { fr: 'Elle est déjà arrêtée.', en: 'It is off already.' },
  undone: { fr: 'Votre réponse automatique est comme avant.', en: 'Your automatic reply is as it was.' },
} as const;

export const replyPermissions: SelfServiceAction['permissions'] = [
  {
    name: 'MailboxSettings.ReadWrite',
    type: 'application',
    calls: ['GET /users/{user-id}/mailboxSettings', 'PATCH /users/{user-id}/mailboxSettings'],
  },
];

/** Graph reads its own texts back as HTML: the words are compared without it. */
export const plainReply = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
export const replyAsHtml = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');

export const putBackReplies: NonNullable<SelfServiceAction['undo']> = async ({ tenant, signal }, kept) => {
  await tenant.setAutomaticReplies(kept as unknown as AutomaticReplies, signal);
  return [written(replyTexts.undone)];
};
