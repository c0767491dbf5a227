import { named, type SelfServiceAction, written } from './action.ts';

const texts = {
  which: { fr: 'Quel groupe voulez-vous quitter ?', en: 'Which group do you want to leave?' },
  none: {
    fr: "Aucun de vos groupes ne se quitte d'ici : ils dépendent de votre service ou d'une règle.",
    en: 'None of your groups can be left from here: they depend on your department or on a rule.',
  },
  changes: {
    fr: 'Vous quittez **{group}** : les fichiers, équipes et applications qui en dépendent vous seront fermés.',
    en: 'You leave **{group}**: the files, teams and applications that depend on it will be closed to you.',
  },
  undo: {
    fr: "Pour y revenir, il faudra l'accord du responsable du groupe.",
    en: "To come back you will need the agreement of the group's owner.",
  },
  done: { fr: 'Vous avez quitté **{group}**.', en: 'You have left **{group}**.' },
  undone: { fr: 'Vous êtes de nouveau membre de {group}.', en: 'You are a member of {group} again.' },
} as const;

export const leaveGroup: SelfServiceAction = {
  id: 'leave-group',
  title: { fr: 'Quitter un groupe', en: 'Leave a group' },
  description: {
    fr: "Je vous retire d'un groupe dont vous êtes membre.",
    en: 'I take you out of a group that you are in.',
  },
  phrases: [
    'quitter/quitte un/le/ce groupe',
    'sortir/retirer/retire/retirez moi? dun/du/de groupe/un/ce groupe?',
    'leave a/the/this group',
    'remove me from a/the/this group',
  ],
  permissions: [
    { name: 'GroupMember.Read.All', type: 'application', calls: ['GET /users/{user-id}/memberOf'] },
    {
      name: 'GroupMember.ReadWrite.All',
      type: 'application',
      calls: ['DELETE /groups/{group-id}/members/{directoryObject-id}/$ref'],
    },
  ],
  risk: 'high',
  perDay: 10,
  repeatable: true,
  texts,
  async examine({ tenant, input, signal }) {
    const groups = (await tenant.readGroups(signal)).filter(({ assignable }) => assignable);
    if (groups.length === 0) return { type: 'refuse', code: 'no-group', texts: [written(texts.none)] };
    const chosen = groups.find(({ id }) => id === input.group);
    if (!chosen) {
      const choices = groups.map(({ id, name }) => ({ id, label: named(name) }));
      return { type: 'choose', parameter: 'group', question: written(texts.which), choices };
    }
    const group = named(chosen.name);
    return {
      type: 'confirm',
      preview: [written(texts.changes, { group }), written(texts.undo)],
      input: { group: chosen.id, label: chosen.name },
    };
  },
  async run({ tenant, input, signal }) {
    const group = { id: input.group ?? '', name: input.label ?? '' };
    const mine = await tenant.readGroups(signal);
    if (mine.some(({ id }) => id === group.id)) await tenant.leaveGroup(group.id, signal);
    return { texts: [written(texts.done, { group: named(group.name) })], undo: group };
  },
  async verify({ tenant, input, signal }) {
    return !(await tenant.readGroups(signal)).some(({ id }) => id === input.group);
  },
  async undo({ tenant, signal }, kept) {
    await tenant.joinGroup(String(kept.id), signal);
    return [written(texts.undone, { group: named(String(kept.name)) })];
  },
};
