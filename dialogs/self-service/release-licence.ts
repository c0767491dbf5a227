import { named, type SelfServiceAction, written } from './action.ts';

const texts = {
  which: { fr: 'Quelle licence rendez-vous ?', en: 'Which licence are you giving back?' },
  none: {
    fr: "Aucune de vos licences ne se rend d'ici : elles viennent avec votre service.",
    en: 'None of your licences can be given back from here: they come with your department.',
  },
  changes: {
    fr: 'Vous rendez la licence **{licence}** : le logiciel ne vous sera plus ouvert. Vos fichiers restent.',
    en: 'You give back the licence **{licence}**: the software will no longer be open to you. Your files stay.',
  },
  undo: {
    fr: "Pour la reprendre, il faudra l'accord de votre responsable.",
    en: 'To have it again you will need the agreement of your manager.',
  },
  done: {
    fr: "La licence **{licence}** est rendue : merci, elle servira à quelqu'un.",
    en: 'The licence **{licence}** is given back: thank you, somebody will use it.',
  },
  undone: { fr: 'La licence {licence} est de nouveau à vous.', en: 'The licence {licence} is yours again.' },
} as const;

export const releaseLicence: SelfServiceAction = {
  id: 'release-licence',
  title: { fr: 'Rendre une licence', en: 'Give a licence back' },
  description: {
    fr: "Je libère une licence dont vous n'avez plus besoin.",
    en: 'I free a licence that you no longer need.',
  },
  phrases: [
    'rendre/rends/rendez/liberer/libere une/ma/la licence',
    'release/return/give a/my licence/license back?',
    'give back a/my licence/license',
  ],
  permissions: [
    { name: 'LicenseAssignment.Read.All', type: 'application', calls: ['GET /users/{user-id}/licenseDetails'] },
    {
      name: 'LicenseAssignment.ReadWrite.All',
      type: 'application',
      calls: ['POST /users/{user-id}/assignLicense'],
    },
  ],
  risk: 'high',
  perDay: 5,
  repeatable: true,
  texts,
  async examine({ tenant, input, signal }) {
    const mine = (await tenant.readLicences(signal)).filter(({ throughGroup }) => !throughGroup);
    if (mine.length === 0) return { type: 'refuse', code: 'none', texts: [written(texts.none)] };
    const chosen = mine.find(({ skuId }) => skuId === input.sku);
    if (!chosen) {
      const choices = mine.map(({ skuId, name }) => ({ id: skuId, label: named(name) }));
      return { type: 'choose', parameter: 'sku', question: written(texts.which), choices };
    }
    const licence = named(chosen.name);
    return {
      type: 'confirm',
      preview: [written(texts.changes, { licence }), written(texts.undo)],
      input: { sku: chosen.skuId, label: chosen.name },
    };
  },
  async run({ tenant, input, signal }) {
    const licence = { sku: input.sku ?? '', name: input.label ?? '' };
    const mine = await tenant.readLicences(signal);
    if (mine.some(({ skuId }) => skuId === licence.sku)) await tenant.releaseLicence(licence.sku, signal);
    return { texts: [written(texts.done, { licence: named(licence.name) })], undo: licence };
  },
  async verify({ tenant, input, signal }) {
    return !(await tenant.readLicences(signal)).some(({ skuId }) => skuId === input.sku);
  },
  async undo({ tenant, signal }, kept) {
    await tenant.assignLicence(String(kept.sku), signal);
    return [written(texts.undone, { licence: named(String(kept.name)) })];
  },
};
