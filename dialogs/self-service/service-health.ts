import { lines, moment, named, type SelfServiceAction, written } from './action.ts';

const texts = {
  none: {
    fr: "Microsoft n'annonce aucune panne en cours : cela vient plus probablement de votre poste ou du réseau. Décrivez-moi ce qui se passe.",
    en: 'Microsoft announces no outage at the moment: the cause is more likely your device or the network. Tell me what happens.',
  },
  list: { fr: 'Pannes en cours chez Microsoft :', en: 'Outages under way at Microsoft:' },
  one: { fr: '**{service}**, depuis {since} : {title}', en: '**{service}**, since {since}: {title}' },
  notYou: {
    fr: 'Si cela ressemble à votre problème, il ne vient pas de vous.',
    en: 'If that is like your problem, the cause is not you.',
  },
} as const;

export const serviceHealth: SelfServiceAction = {
  id: 'service-health',
  title: { fr: "Voir si c'est une panne générale", en: 'See whether it is just me' },
  description: {
    fr: 'Je regarde les pannes annoncées des services Microsoft 365.',
    en: 'I look at the announced outages of Microsoft 365 services.',
  },
  phrases: [
    'cest/est ce? que? cest? une? panne generale',
    'y a t? il? une? panne/pannes en cours',
    'y a t? il? une? panne/pannes generale/chez/microsoft',
    'etat des services',
    'je suis le/la seul/seule $',
    'is it just/only me',
    'is there/any an? outage/outages',
    'service health/status',
    'is microsoft/teams/outlook/office/sharepoint/onedrive down',
  ],
  permissions: [
    { name: 'ServiceHealth.Read.All', type: 'application', calls: ['GET /admin/serviceAnnouncement/issues'] },
  ],
  risk: 'read',
  forPrivileged: true,
  perDay: 50,
  repeatable: true,
  texts,
  async examine({ serviceIssues, signal }) {
    const issues = await serviceIssues(signal);
    if (issues.length === 0) return { type: 'tell', texts: [written(texts.none)] };
    const told = issues.map(({ service, since, title }) =>
      written(texts.one, { service: named(service), since: moment(since), title: named(title) }),
    );
    return {
      type: 'tell',
      texts: [{ all: [written(texts.list), lines(told)], separator: '\n' }, written(texts.notYou)],
    };
  },
};
