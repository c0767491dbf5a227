import { lines, named, type SelfServiceAction, written } from './action.ts';

const texts = {
  none: { fr: 'Personne ne voit votre calendrier par délégation.', en: 'Nobody sees your calendar by delegation.' },
  list: { fr: 'Ils ont accès à votre calendrier :', en: 'They have access to your calendar:' },
  one: { fr: '{name} : {right}', en: '{name}: {right}' },
  limit: {
    fr: "L'accès à la boîte entière ne se lit pas d'ici : pour cela, dites « un humain ».",
    en: 'Access to the whole mailbox cannot be read from here: for that, say "a human".',
  },
} as const;

export const delegates: SelfServiceAction = {
  id: 'delegates',
  title: { fr: 'Voir qui a accès à mon calendrier', en: 'See who has access to my calendar' },
  description: {
    fr: 'Je vous montre qui voit ou modifie votre calendrier.',
    en: 'I show you who sees or changes your calendar.',
  },
  phrases: [
    'qui a acces a mon/ma calendrier/agenda/boite/messagerie',
    'mes delegues/delegations',
    'who has access to my calendar/mailbox',
    'my delegates',
  ],
  permissions: [{ name: 'Calendars.Read', type: 'delegated', calls: ['GET /me/calendar/calendarPermissions'] }],
  risk: 'read',
  perDay: 30,
  repeatable: true,
  texts,
  async examine({ tenant, signal }) {
    const found = await tenant.readDelegates(signal);
    if (found.length === 0) return { type: 'tell', texts: [written(texts.none), written(texts.limit)] };
    const told = found.map(({ name, right }) => written(texts.one, { name: named(name), right: named(right) }));
    return {
      type: 'tell',
      texts: [{ all: [written(texts.list), lines(told)], separator: '\n' }, written(texts.limit)],
    };
  },
};
