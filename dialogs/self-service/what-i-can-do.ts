import type { Localised } from '../../knowledge/index.ts';
import { lines, type SelfServiceAction, written } from './action.ts';

const texts = {
  list: {
    fr: 'Voici ce que je peux faire moi-même, pour vous seul :',
    en: 'This is what I can do myself, for you alone:',
  },
  how: {
    fr: 'Dites-le avec vos mots. Je montre toujours ce qui va changer, et je ne fais rien sans votre accord.',
    en: 'Say it in your own words. I always show what will change, and do nothing without your agreement.',
  },
} as const;

/** Everything that can be asked for, in one list. */
export const whatICanDo = (others: readonly { readonly title: Localised }[]): SelfServiceAction => ({
  id: 'what-i-can-do',
  title: { fr: 'Voir tout ce que Guichet peut faire lui-même', en: 'See all that Guichet can do itself' },
  description: { fr: 'La liste de ce que je fais moi-même.', en: 'The list of what I do myself.' },
  phrases: [
    '^ libre service $',
    'que pouvez/peux vous/tu faire sur/pour/vous/toi mon/moi/meme compte?',
    '^ self service $',
    'what can you do on/for/yourself my/me? account?',
  ],
  permissions: [],
  risk: 'read',
  forPrivileged: true,
  perDay: 50,
  repeatable: true,
  texts,
  async examine() {
    const list = { all: [written(texts.list), lines(others.map(({ title }) => written(title)))], separator: '\n' };
    return { type: 'tell', texts: [list, written(texts.how)] };
  },
});
