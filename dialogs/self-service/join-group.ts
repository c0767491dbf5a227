import type { Group } from '../../adapters/directory/actions-port.ts';
import { moment, named, type SelfServiceAction, written } from './action.ts';

const texts = {
  what: {
    fr: 'À quel groupe ou à quelle application voulez-vous accéder ? Donnez son nom ou un mot de son nom.',
    en: 'Which group or application do you want access to? Give its name, or a word of it.',
  },
  none: {
    fr: 'Je ne trouve rien de ce nom que vous puissiez demander. Un autre mot ?',
    en: 'I find nothing by that name that you could ask for. Another word?',
  },
  which: { fr: 'Lequel ?', en: 'Which one?' },
  howLong: { fr: 'Pour combien de temps ?', en: 'For how long?' },
  month: { fr: 'Un mois', en: 'One month' },
  quarter: { fr: 'Trois mois', en: 'Three months' },
  always: { fr: 'Sans limite', en: 'No limit' },
  member: { fr: 'Vous en êtes déjà membre.', en: 'You are a member already.' },
  noOwner: {
    fr: "**{group}** n'a pas de responsable qui puisse accepter : un technicien s'en charge.",
    en: '**{group}** has no owner who could agree: a technician will see to it.',
  },
  changes: {
    fr: 'Je demande à {names} de vous ajouter à **{group}**. Vous y aurez accès dès son accord.',
    en: 'I ask {names} to add you to **{group}**. You have access as soon as they agree.',
  },
  ends: { fr: "L'accès prend fin tout seul : {at}.", en: 'The access ends by itself: {at}.' },
  undo: { fr: 'Pour annuler, demandez à quitter le groupe.', en: 'To undo it, ask to leave the group.' },
  done: {
    fr: 'Vous êtes membre de **{group}**. Comptez quelques minutes avant que tout suive.',
    en: 'You are a member of **{group}**. Allow a few minutes for everything to follow.',
  },
  undone: { fr: "L'accès à {group} est retiré.", en: 'Access to {group} is removed.' },
} as const;

const day = 24 * 3600_000;
const terms: Readonly<Record<string, number | undefined>> = { month: 30 * day, quarter: 90 * day, always: undefined };
const mostOffered = 6;
/** An id or an address is no name of a group: it is not even looked up (R27). */
const namesAPerson = /[0-9a-f]{8}-[0-9a-f]{4}|@/i;

/** Access to a group, or to the application behind it, once its owner agrees; for a time or for good. */
export const joinGroup: SelfServiceAction = {
  id: 'join-group',
  title: { fr: "Demander l'accès à un groupe ou à une application", en: 'Ask for access to a group or application' },
  description: {
    fr: 'Je demande au responsable du groupe de vous y ajouter.',
    en: 'I ask the owner of the group to add you to it.',
  },
  phrases: [
    'rejoindre/rejoins/integrer un/le/mon groupe',
    'ajouter/ajoute/ajoutez moi au/a/dans groupe/un/le groupe?',
    'demander/demande lacces/un/l acces? a? un/une/au? groupe/application',
    'join a/the group',
    'add me to a/the group',
    'request/ask/get? for? access to a group/application',
  ],
  permissions: [
    { name: 'GroupMember.Read.All', type: 'application', calls: ['GET /groups'] },
    {
      name: 'GroupMember.ReadWrite.All',
      type: 'application',
      calls: ['POST /groups/{group-id}/members/$ref', 'DELETE /groups/{group-id}/members/{directoryObject-id}/$ref'],
    },
  ],
  risk: 'high',
  approval: 'owner',
  perDay: 10,
  repeatable: true,
  texts,
  async examine({ tenant, input, now, signal }) {
    const words = input.words?.trim() ?? '';
    if (words === '') return { type: 'write', parameter: 'words', question: written(texts.what) };
    const found = namesAPerson.test(words) ? [] : (await tenant.findGroups(words, signal)).slice(0, mostOffered);
    if (found.length === 0) return { type: 'write', parameter: 'words', question: written(texts.none) };
    const group = found.find(({ id }) => id === input.group) ?? (found.length === 1 ? found[0]! : undefined);
    if (!group) {
      const choices = found.map(({ id, name }) => ({ id, label: named(name) }));
      return { type: 'choose', parameter: 'group', question: written(texts.which), choices };
    }
    const mine = await tenant.readGroups(signal);
    if (mine.some(({ id }) => id === group.id)) {
      return { type: 'refuse', code: 'member', texts: [written(texts.member)] };
    }
    if (input.term === undefined || !Object.hasOwn(terms, input.term)) {
      const choices = (['month', 'quarter', 'always'] as const).map((id) => ({ id, label: written(texts[id]) }));
      return { type: 'choose', parameter: 'term', question: written(texts.howLong), choices };
    }
    const owners = (await tenant.readGroupOwners(group.id, signal)).filter(({ id }) => id !== tenant.personId);
    if (owners.length === 0) {
      const said = [written(texts.noOwner, { group: named(group.name) })];
      return { type: 'refuse', code: 'no-owner', texts: said, ticket: true };
    }
    const names = { all: owners.map(({ displayName }) => named(displayName)), separator: ', ' };
    const preview = [written(texts.changes, { names, group: named(group.name) })];
    const lasts = terms[input.term];
    if (lasts !== undefined) preview.push(written(texts.ends, { at: moment(now + lasts) }));
    return {
      type: 'confirm',
      preview: [...preview, written(texts.undo)],
      approvers: owners,
      // What the owner agrees to is what is joined: by its id, not by words that could find another group later.
      input: { ...input, group: group.id, label: group.name },
    };
  },
  async run({ tenant, input, now, signal }) {
    const group: Pick<Group, 'id' | 'name'> = { id: input.group ?? '', name: input.label ?? '' };
    const mine = await tenant.readGroups(signal);
    // A member already: a second run finds its work done.
    if (!mine.some(({ id }) => id === group.id)) await tenant.joinGroup(group.id, signal);
    const lasts = terms[input.term ?? ''];
    const done = [written(texts.done, { group: named(group.name) })];
    if (lasts === undefined) return { texts: done, undo: group };
    const endsAt = now + lasts;
    return { texts: [...done, written(texts.ends, { at: moment(endsAt) })], undo: group, endsAt };
  },
  async verify({ tenant, input, signal }) {
    return (await tenant.readGroups(signal)).some(({ id }) => id === input.group);
  },
  async undo({ tenant, signal }, kept) {
    await tenant.leaveGroup(String(kept.id), signal);
    return [written(texts.undone, { group: named(String(kept.name)) })];
  },
};
