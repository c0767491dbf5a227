import { named, type SelfServiceAction, written } from './action.ts';

const texts = {
  which: { fr: 'Quelle licence vous faut-il ?', en: 'Which licence do you need?' },
  none: {
    fr: "Aucune licence n'est libre en ce moment. Un technicien peut en commander, avec l'accord de votre responsable.",
    en: 'No licence is free at the moment. A technician can order one, with the agreement of your manager.',
  },
  noManager: {
    fr: "L'annuaire ne dit pas qui est votre responsable : un technicien s'en charge.",
    en: 'The directory does not say who your manager is: a technician will see to it.',
  },
  changes: {
    fr: 'Je demande à {manager} son accord pour la licence **{licence}**. Elle vous est attribuée aussitôt après.',
    en: 'I ask {manager} to agree to the licence **{licence}**. It is given to you right after.',
  },
  undo: { fr: 'Pour annuler, rendez la licence.', en: 'To undo it, give the licence back.' },
  done: {
    fr: 'La licence **{licence}** est à vous. Le logiciel peut mettre une heure à la voir.',
    en: 'The licence **{licence}** is yours. The software may take an hour to see it.',
  },
  undone: { fr: 'La licence {licence} est rendue.', en: 'The licence {licence} is given back.' },
} as const;

const mostOffered = 8;

export const requestLicence: SelfServiceAction = {
  id: 'request-licence',
  title: { fr: 'Demander une licence', en: 'Request a licence' },
  description: {
    fr: "Je demande l'accord de votre responsable, puis je vous attribue la licence.",
    en: 'I ask your manager to agree, then give you the licence.',
  },
  phrases: [
    'demander/demande/obtenir/avoir/besoin/faut/voudrais/veux dune/une/la licence',
    'il me faut une licence',
    'request/need/want/get/order a/an * licence/license',
  ],
  permissions: [
    { name: 'LicenseAssignment.Read.All', type: 'application', calls: ['GET /subscribedSkus'] },
    { name: 'User.Read.All', type: 'application', calls: ['GET /users/{user-id}/manager'] },
    {
      name: 'LicenseAssignment.ReadWrite.All',
      type: 'application',
      calls: ['POST /users/{user-id}/assignLicense'],
    },
  ],
  risk: 'high',
  approval: 'manager',
  perDay: 5,
  repeatable: true,
  texts,
  async examine({ tenant, input, signal }) {
    const [sold, mine] = await Promise.all([tenant.readAvailableLicences(signal), tenant.readLicences(signal)]);
    const free = sold.filter(({ skuId, free }) => free > 0 && !mine.some((each) => each.skuId === skuId));
    if (free.length === 0) return { type: 'refuse', code: 'none-free', texts: [written(texts.none)], ticket: true };
    const chosen = free.find(({ skuId }) => skuId === input.sku);
    if (!chosen) {
      const choices = free.slice(0, mostOffered).map(({ skuId, name }) => ({ id: skuId, label: named(name) }));
      return { type: 'choose', parameter: 'sku', question: written(texts.which), choices };
    }
    const manager = await tenant.readManager(signal);
    if (!manager) return { type: 'refuse', code: 'no-manager', texts: [written(texts.noManager)], ticket: true };
    const said = { manager: named(manager.displayName), licence: named(chosen.name) };
    return {
      type: 'confirm',
      preview: [written(texts.changes, said), written(texts.undo)],
      approvers: [manager],
      input: { sku: chosen.skuId, label: chosen.name },
    };
  },
  async run({ tenant, input, signal }) {
    const licence = { sku: input.sku ?? '', name: input.label ?? '' };
    const mine = await tenant.readLicences(signal);
    if (!mine.some(({ skuId }) => skuId === licence.sku)) await tenant.assignLicence(licence.sku, signal);
    return { texts: [written(texts.done, { licence: named(licence.name) })], undo: licence };
  },
  async verify({ tenant, input, signal }) {
    return (await tenant.readLicences(signal)).some(({ skuId }) => skuId === input.sku);
  },
  async undo({ tenant, signal }, kept) {
    await tenant.releaseLicence(String(kept.sku), signal);
    return [written(texts.undone, { licence: named(String(kept.name)) })];
  },
};
