import type { Localised } from '../../knowledge/index.ts';
import type { Text } from '../engine/types.ts';
import { lines, moment, named, type SelfServiceAction, written } from './action.ts';
import { readMessageParts } from './message-parts.ts';
import { findSignals, type Signal } from './message-signals.ts';

const signals: Readonly<Record<Signal['code'], Localised>> = {
  'authentication-failed': {
    fr: "l'expéditeur **n'est pas celui qu'il dit** : contrôle {methods} échoué",
    en: 'the sender **is not who they say**: the {methods} check failed',
  },
  'authentication-passed': {
    fr: "le domaine de l'expéditeur est authentique, ce qui ne rend pas le message honnête",
    en: "the sender's domain is authentic, which does not make the message honest",
  },
  'authentication-unknown': {
    fr: 'rien ne prouve de qui vient le message',
    en: 'nothing proves whom the message comes from',
  },
  'name-is-address': {
    fr: "il s'affiche comme {shown}, mais vient de {address}",
    en: 'it shows itself as {shown}, but comes from {address}',
  },
  'reply-elsewhere': {
    fr: 'la réponse partirait ailleurs, à {address}',
    en: 'a reply would go elsewhere, to {address}',
  },
  'link-differs': {
    fr: 'un lien affiche {shown} et mène à {host}',
    en: 'a link shows {shown} and leads to {host}',
  },
  'link-number': { fr: 'un lien mène à une adresse chiffrée, {host}', en: 'a link leads to a bare number, {host}' },
  'link-hidden': {
    fr: 'un lien imite un autre nom avec des lettres étrangères, {host}',
    en: 'a link imitates another name with foreign letters, {host}',
  },
  'attachment-risky': {
    fr: 'une pièce jointe peut exécuter quelque chose : {name}',
    en: 'an attachment may run something: {name}',
  },
  pressure: { fr: 'il met la pression pour agir vite', en: 'it presses you to act fast' },
};

const texts = {
  ...signals,
  which: { fr: 'Quel message vous inquiète ?', en: 'Which message worries you?' },
  none: { fr: 'Votre boîte de réception est vide.', en: 'Your inbox is empty.' },
  message: { fr: '{sender}, {at} : {subject}', en: '{sender}, {at}: {subject}' },
  found: { fr: 'Dans **{subject}**, je vois :', en: 'In **{subject}**, I see:' },
  careful: {
    fr: "N'y répondez pas, n'ouvrez ni lien ni pièce jointe, et ne le supprimez pas : c'est une trace.",
    en: 'Do not reply, open no link and no attachment, and do not delete it: it is evidence.',
  },
  changes: {
    fr: "Je l'envoie à l'analyse de Microsoft et je préviens l'équipe Sécurité. Je n'ai lu que ce message, et je n'en garde que l'objet.",
    en: 'I send it to Microsoft for analysis and tell the Security team. I have read this message alone, and keep only its subject.',
  },
  undo: {
    fr: "Un signalement ne se retire pas ; s'il est sans danger, la Sécurité vous le dira.",
    en: 'A report is not taken back; if it is harmless, Security will tell you.',
  },
  done: {
    fr: "Merci : le message est à l'analyse. L'équipe Sécurité vous dira ici ce qu'il en est.",
    en: 'Thank you: the message is being analysed. The Security team will tell you here what it was.',
  },
  simulated: {
    fr: "Bravo, vous l'avez repéré : c'était un exercice de l'équipe Sécurité, sans danger. Un vrai message aurait été retiré des autres boîtes grâce à vous.",
    en: 'Well spotted: it was an exercise by the Security team, and harmless. A real message would have been removed from other mailboxes thanks to you.',
  },
  gone: { fr: "Ce message n'est plus dans votre boîte.", en: 'That message is no longer in your mailbox.' },
} as const;

const mostShown = 6;
const longestLabel = 60;

/** The one message that the employee chooses, read as them: its signals explained, then reported if they want. */
export const reportMessage: SelfServiceAction = {
  id: 'report-message',
  title: { fr: 'Faire examiner un message suspect', en: 'Have a suspicious message examined' },
  description: {
    fr: 'Je lis le message que vous choisissez, je vous dis ce qui cloche, et je le signale à la Sécurité.',
    en: 'I read the message that you choose, tell you what is wrong with it, and report it to Security.',
  },
  phrases: [
    'signaler/signale/signalez/examiner/examine/examinez/analyser/analyse/analysez/verifier/verifie/verifiez un/ce/cet/mon message/mail/courriel/e suspect/douteux/frauduleux/mail?',
    'signaler/signalez un/ce phishing/hameconnage',
    'report a/this/an suspicious/phishing/spam/fraudulent? mail/message/email',
    'examine/check/analyse/analyze a/this/an suspicious/phishing mail/message/email',
  ],
  permissions: [
    {
      name: 'Mail.Read',
      type: 'delegated',
      calls: ['GET /me/messages', 'GET /me/messages/{message-id}/$value'],
    },
    {
      name: 'ThreatAssessment.ReadWrite.All',
      type: 'delegated',
      calls: ['POST /informationProtection/threatAssessmentRequests'],
    },
  ],
  risk: 'low',
  alertsSecurity: true,
  perDay: 10,
  repeatable: false,
  texts,
  async examine({ tenant, input, signal }) {
    const messages = await tenant.listMessages(mostShown, signal);
    if (messages.length === 0) return { type: 'refuse', code: 'empty', texts: [written(texts.none)] };
    const chosen = messages.find(({ id }) => id === input.message);
    if (!chosen) {
      const choices = messages.map(({ id, sender, subject, at }) => ({
        id,
        label: written(texts.message, { sender: named(short(sender)), subject: named(short(subject)), at: moment(at) }),
      }));
      return { type: 'choose', parameter: 'message', question: written(texts.which), choices };
    }
    const found = findSignals(readMessageParts(await tenant.readMessage(chosen.id, signal)));
    const told = found.map((each) => written(signals[each.code], quoted(each.with)));
    const subject = named(short(chosen.subject));
    return {
      type: 'confirm',
      preview: [
        { all: [written(texts.found, { subject }), lines(told)], separator: '\n' },
        written(texts.careful),
        written(texts.changes),
        written(texts.undo),
      ],
      input: { message: chosen.id, label: short(chosen.subject) },
    };
  },
  async run({ tenant, input, signal, findSimulation }) {
    const messages = await tenant.listMessages(mostShown, signal);
    const chosen = messages.find(({ id }) => id === input.message);
    if (!chosen) return { texts: [], partial: [written(texts.gone)] };
    const simulation = await findSimulation?.(chosen);
    // Whoever copies a simulation's subject and sender must not pass for it: its domain is proven as well.
    if (simulation !== undefined && (await isAuthentic(() => tenant.readMessage(chosen.id, signal))))
      return { texts: [written(texts.simulated)], phishing: { simulation } };
    await tenant.submitMessage(chosen.id, signal);
    return { texts: [written(texts.done)], phishing: {} };
  },
  async undo() {
    return [written(texts.undo)];
  },
};

async function isAuthentic(read: () => Promise<string>): Promise<boolean> {
  const codes = findSignals(readMessageParts(await read())).map(({ code }) => code);
  return codes.includes('authentication-passed') && !codes.includes('authentication-failed');
}

const short = (words: string): string =>
  words.length > longestLabel ? `${words.slice(0, longestLabel - 1)}…` : words || '–';

/** Words of whoever wrote the message are data: hosts alone, so that nothing in them is a link (R34). */
const quoted = (values: Signal['with']): Record<string, Text> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, named(short(value))]));
