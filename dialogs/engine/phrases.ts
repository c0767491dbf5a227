import { phraseBook } from '../triage/phrases.ts';
import { words } from '../triage/text.ts';

/** Turns of a conversation that are neither answers nor commands; phrases as in dialogs/triage. */
const book = phraseBook<'cameBack' | 'solved' | 'both' | 'nothing'>([
  [
    'cameBack',
    [
      'ca/cela/il/elle/probleme/souci recommence/revient/reprend/recidive',
      'ca/cela/il/elle/probleme/souci est/a revenu/revenue/recommence/repris',
      'cest revenu/pareil/recommence a? nouveau?',
      'de/a nouveau le? meme? probleme/souci',
      'encore le? meme probleme/souci/chose',
      'its/it is/has/came/come/comes back',
      'problem/issue is/has/came/come/comes back',
      'happening/happened/happens again',
      'same problem/issue/thing again',
      'broken again',
    ],
  ],
  [
    'solved',
    [
      'remarche/refonctionne/reparti/repare/debloque maintenant/merci? $',
      'ca/cela/tout/il/elle remarche/refonctionne',
      'ca/cela/tout/il/elle est reparti/repartie/repare/reparee/revenu/revenue/debloque/debloquee',
      'ca/cela/tout/il/elle marche/fonctionne maintenant/enfin',
      'ca/cela/tout/il/elle marche/fonctionne de/a nouveau',
      'cest/probleme/souci est? regle/resolu/repare/reparti/revenu/debloque',
      'plus besoin',
      'its/it is? working/fixed/solved/sorted/back now/again',
      'its/it is? fixed/solved/sorted',
      'it works/worked now/again',
      'works now/again',
      'sorted/fixed itself',
      'problem/issue is? solved/gone/sorted/fixed',
      'back to normal',
      'no longer needed',
    ],
  ],
  [
    'both',
    ['^ les deux svp? $', '^ tous/toutes les deux $', 'lun et lautre', 'l un et l autre', '^ both of? them? please? $'],
  ],
  ['nothing', ['^ rien/nothing', '^ finalement/non/no rien/nothing', '^ laisse/laissez comme ca', '^ leave it as is']],
]);

const negated = /\b(?:pas|plus rien|toujours rien|not|n't|never|jamais|si|if|quand|when)\b/i;

const longest = 15;
const short = (message: string): readonly string[] => {
  const said = words(message);
  return said.length > longest ? [] : said;
};

/** « ça recommence »: what seemed solved is not. */
export const saysItCameBack = (message: string): boolean => book.find(short(message)) === 'cameBack';

/** « c'est bon, ça remarche », said where nothing of the kind was asked. */
export const saysItIsSolved = (message: string): boolean =>
  !negated.test(message) && book.find(short(message)) === 'solved';

/** « les deux », where one of two was to be picked. */
export const saysBoth = (message: string): boolean => book.find(short(message)) === 'both';

/** « finalement rien », where something was to be changed. */
export const saysNothing = (message: string): boolean => book.find(short(message)) === 'nothing';
