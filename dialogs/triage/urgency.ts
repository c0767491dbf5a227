import { phraseBook } from './phrases.ts';
import { words } from './text.ts';

const deadline = [
  'urgent/urgente/urgence/urgently/asap/urgentissime',
  'au/le plus vite/tot',
  'rapidement/immediatement/immediately',
  'tout de suite',
  'right now/away',
  'as soon as possible',
  'deadline/echeance',
  'dans une/deux/5/10/15/20/30 heure/heures/minutes/minute/min',
  'in an/one/two/5/10/15/20/30/half hour/hours/minutes/minute/min/mins/an',
  'avant ce? midi/soir/demain',
  'before noon/lunch/tonight/tomorrow',
  'client attend',
  'reunion/presentation/conseil/audience/soutenance a/dans/cet/ce/demain',
  'meeting/presentation/interview/exam/hearing at/in/this/tomorrow',
  'pour demain/midi',
  'due today/tomorrow/tonight',
  'bloque/bloquee completement',
];
const angry = [
  'inadmissible/inacceptable/scandaleux/honteux/unacceptable/ridiculous/outrageous/insupportable/lamentable/appalling',
  'marre/saoule/gonfle/enerve/enervant/excede/furieux/furious/fuming',
  'ras le bol',
  'fed up',
  'sick of',
  'ca fait 2/3/4/5/deux/trois/quatre/dix fois',
  'for the 2nd/3rd/third/second/fourth/tenth/nth/umpteenth time',
  'pour la 2e/3e/troisieme/deuxieme/enieme/dixieme/quatrieme fois',
  'nimporte quoi',
  'de la merde',
  'putain/bordel/merde',
  'fucking/bloody/wtf/ffs/damn',
  'this is a joke',
  'foutez/foutes de/du',
  'every single time/day',
  'waste/wasting of? my? time',
  'perds/perdre mon/du temps',
];
const book = phraseBook([
  ['angry', angry],
  ['deadline', deadline],
]);

const byClock = /\b(?:a|avant|pour|at|by|before)\s+\d{1,2}\s?(?:h\d{0,2}|:\d\d|am|pm|heures?)\b/;

/** Whether the words are those of someone pressed by time or losing patience: the tone of what is said back. */
export function mentionsUrgency(text: string): 'deadline' | 'angry' | undefined {
  const found = book.find(words(text));
  if (found !== undefined) return found;
  return byClock.test(text.slice(0, 2000).toLowerCase().replace(/à/g, 'a')) ? 'deadline' : undefined;
}
