import { named, type SelfServiceAction, written } from './action.ts';
import { plainReply, putBackReplies, replyAsHtml, replyPermissions, replyTexts } from './automatic-replies.ts';

export const automaticRepliesOn: SelfServiceAction = {
  id: 'automatic-replies-on',
  title: { fr: 'Activer ma réponse automatique', en: 'Turn on my automatic reply' },
  description: {
    fr: "J'active votre réponse automatique dans Outlook, avec le texte que vous donnez.",
    en: 'I turn on your automatic reply in Outlook, with the text that you give.',
  },
  phrases: [
    'activer/active/activez/mettre/mets/mettez/programmer/programme/configurer ma/mon/une/un reponse/message/absence automatique/dabsence/absence?',
    'activer/active/mettre/mets mon/ma absence',
    'turn/switch/set on/up? my/an automatic/out reply/replies/of office? reply/replies? on?',
    'turn on my? out of office',
    'set my/an out of office',
  ],
  permissions: replyPermissions,
  risk: 'low',
  perDay: 10,
  repeatable: true,
  texts: replyTexts,
  async examine({ tenant, input, signal }) {
    const { words } = input;
    if (words === undefined || words.trim() === '') {
      return { type: 'write', parameter: 'words', question: written(replyTexts.what) };
    }
    const { status } = await tenant.readAutomaticReplies(signal);
    const preview = [written(replyTexts.on), written(replyTexts.quote, { words: named(words) })];
    if (status !== 'off') preview.push(written(replyTexts.before));
    return { type: 'confirm', preview: [...preview, written(replyTexts.undo)] };
  },
  async run({ tenant, input, signal }) {
    const before = await tenant.readAutomaticReplies(signal);
    const text = replyAsHtml(input.words ?? '');
    await tenant.setAutomaticReplies({ status: 'on', internal: text, external: text }, signal);
    return { texts: [written(replyTexts.done)], undo: { ...before } };
  },
  async verify({ tenant, input, signal }) {
    const { status, internal } = await tenant.readAutomaticReplies(signal);
    return status === 'on' && plainReply(internal) === plainReply(replyAsHtml(input.words ?? ''));
  },
  undo: putBackReplies,
};
