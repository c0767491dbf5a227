import { phraseBook } from '../triage/phrases.ts';
import { words } from '../triage/text.ts';

/** Turns of a conversation that are neither answers nor commands; phrases as in dialogs/triage. */
const book = phraseBook<'cameBack' | 'solved' | 'both' | 'nothing' | 'puzzled' | 'recall' | 'again'>([
  [
    'cameBack',
    [
      'ca/cela/il/elle/probleme/souci recommence/revient/reprend/recidive',
      'ca/cela/il/elle/probleme/souci est/a revenu/revenue/recommence/repris',
      'cest revenu/pareil/recommence a? nouveau?',
      'de/a nouveau le? meme? probleme/souci',
      'encore le? meme probleme/souci/chose',
      'its/it is/has/came/come/comes? back',
      'problem/issue is/has/came/come/comes? back',
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
      'je ai trouve * marche/fonctionne',
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
  [
    'puzzled',
    [
      '^ cest/cetait quoi/koi ca/cela? $',
      '^ quoi/hein/pardon/comment/what/sorry/huh/eh $',
      '^ je? comprends/comprend/pige pas rien? ce/la? que/question? vous? demandez? $',
      '^ cest pas clair $',
      '^ ca veut dire quoi $',
      '^ what is/was? that/this/it? $',
      '^ whats that/this/it $',
      '^ what do you mean $',
      '^ what does that/this/it mean $',
      '^ i? dont understand/get it/that/this/the? question? $',
      '^ im lost/confused $',
      '^ je suis perdu/perdue/paume/paumee $',
      '^ je comprends/comprend plus rien? $',
    ],
  ],
  [
    'again',
    [
      '^ vous? pouvez/peux/pourriez vous/tu? repeter/redire/reformuler svp? $',
      '^ repetez/repete/redites/redis svp? $',
      '^ vous pouvez repeter/redire $',
      '^ la? question/etape/instruction svp? $',
      '^ can/could you? repeat/rephrase that/it? please? $',
      '^ say that/it? again please? $',
      '^ repeat that/it? please? $',
      '^ come again $',
    ],
  ],
  [
    'recall',
    [
      'ou en etions nous',
      'on en etait ou',
      'ou on en etait',
      'ou en etait on',
      'where were/was we',
      'where did we stop/leave off?',
      'remind me',
    ],
  ],
  ['nothing', ['^ rien/nothing', '^ finalement/non/no rien/nothing', '^ laisse/laissez comme ca', '^ leave it as is']],
]);

const noMatter = /never ?mind|(?:c'est |ce n'est )?(?:plus|pas) (?:la peine|grave)/gi;
const negated = /\b(?:pas|plus rien|toujours rien|not|n't|never|jamais|si|if|quand|when)\b/i;

const longest = 15;
const short = (message: string): readonly string[] => {
  const said = words(message);
  return said.length > longest ? [] : said;
};

/** « ça recommence »: what seemed solved is not. */
export const saysItCameBack = (message: string): boolean => book.find(short(message)) === 'cameBack';

/** « c'est bon, ça remarche », said where nothing of the kind was asked. */
export const saysItIsSolved = (message: string): boolean => {
  const told = message.replace(noMatter, ' ');
  return !negated.test(told) && book.find(short(told)) === 'solved';
};

/** « les deux », where one of two was to be picked. */
export const saysBoth = (message: string): boolean => book.find(short(message)) === 'both';

/** « finalement rien », where something was to be changed. */
export const saysNothing = (message: string): boolean => book.find(short(message)) === 'nothing';

/** « c'est quoi ça ? », « je ne comprends pas »: the question itself is to be explained. */
export const isPuzzled = (message: string): boolean => book.find(short(message)) === 'puzzled';

/** « on en était où ? » */
export const asksWhereWeAre = (message: string): boolean => book.find(short(message)) === 'recall';

/** « vous pouvez répéter ? » */
export const asksAgain = (message: string): boolean => book.find(short(message)) === 'again';

/** « oui mais seulement en 4G »: what is told is in what follows. */
export const withoutYesNo = (message: string): string =>
  message
    .trim()
    .replace(
      /^(?:oui|ouais|yes|yep|yeah|non|no|nope|ok)\b[\s,.!:;]*(?:(?:mais|par contre|sauf que|but|except that)\s+)?/i,
      '',
    );

/** « envoyer », typed where no ticket is shown yet: one is wanted. */
export const asksToSend = (message: string): boolean =>
  /^\s*(?:(?:ok|oui|yes|bon)[\s,]+)?(?:envo(?:ie|yez|yer)(?:-l[ea])?|send(?: it)?)[\s.!]*$/i.test(message);

/** Whether words around « oui » or « non » tell more than the yes or no: the words, or undefined. */
export function tellsBesides(message: string, least = 3): string | undefined {
  const rest = withoutYesNo(message);
  return rest === message.trim() || rest.split(/\s+/).length < least ? undefined : rest;
}
