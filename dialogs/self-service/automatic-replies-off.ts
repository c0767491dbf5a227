import { type SelfServiceAction, written } from './action.ts';
import { putBackReplies, replyPermissions, replyTexts } from './automatic-replies.ts';

export const automaticRepliesOff: SelfServiceAction = {
  id: 'automatic-replies-off',
  title: { fr: 'Arrêter ma réponse automatique', en: 'Turn off my automatic reply' },
  description: {
    fr: "J'arrête votre réponse automatique dans Outlook.",
    en: 'I turn off your automatic reply in Outlook.',
  },
  phrases: [
    'arreter/arrete/arretez/desactiver/desactive/desactivez/couper/coupe/enlever/enleve/supprimer/supprime ma/mon/la/le reponse/message/absence automatique/dabsence/absence?',
    'turn/switch off my automatic/out reply/replies/of office? reply/replies?',
    'turn/switch my automatic/out reply/replies/of office? off',
    'stop/disable/remove my automatic/out reply/replies/of office?',
  ],
  permissions: replyPermissions,
  risk: 'low',
  perDay: 10,
  repeatable: true,
  texts: replyTexts,
  async examine({ tenant, signal }) {
    const { status } = await tenant.readAutomaticReplies(signal);
    if (status === 'off') return { type: 'tell', texts: [written(replyTexts.alreadyOff)] };
    return { type: 'confirm', preview: [written(replyTexts.off), written(replyTexts.undoOff)] };
  },
  async run({ tenant, signal }) {
    const before = await tenant.readAutomaticReplies(signal);
    await tenant.setAutomaticReplies({ status: 'off', internal: before.internal, external: before.external }, signal);
    return { texts: [written(replyTexts.isOff)], undo: { ...before } };
  },
  async verify({ tenant, signal }) {
    return (await tenant.readAutomaticReplies(signal)).status === 'off';
  },
  undo: putBackReplies,
};
