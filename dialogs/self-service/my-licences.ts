import { lines, named, type SelfServiceAction, written } from './action.ts';

const texts = {
  list: { fr: 'Vos licences :', en: 'Your licences:' },
  none: { fr: "Vous n'avez aucune licence.", en: 'You have no licence.' },
  throughGroup: {
    fr: "{name}, par un groupe de l'organisation",
    en: "{name}, through one of the organisation's groups",
  },
} as const;

export const myLicences: SelfServiceAction = {
  id: 'my-licences',
  title: { fr: 'Voir mes licences', en: 'See my licences' },
  description: {
    fr: 'Je vous montre les logiciels et services pour lesquels vous avez une licence.',
    en: 'I show you the software and services that you have a licence for.',
  },
  phrases: [
    'mes licences',
    'quelles licences',
    'quelle licence ai je',
    'my licences/licenses',
    'which/what licences/licenses/licence/license do? i? have',
  ],
  permissions: [
    { name: 'LicenseAssignment.Read.All', type: 'application', calls: ['GET /users/{user-id}/licenseDetails'] },
  ],
  risk: 'read',
  forPrivileged: true,
  perDay: 30,
  repeatable: true,
  texts,
  async examine({ tenant, signal }) {
    const licences = await tenant.readLicences(signal);
    const next = [
      'request-licence',
      ...(licences.some(({ throughGroup }) => !throughGroup) ? ['release-licence'] : []),
    ];
    if (licences.length === 0) return { type: 'tell', texts: [written(texts.none)], next };
    const told = licences.map(({ name, throughGroup }) =>
      throughGroup ? written(texts.throughGroup, { name: named(name) }) : named(name),
    );
    return { type: 'tell', texts: [{ all: [written(texts.list), lines(told)], separator: '\n' }], next };
  },
};
