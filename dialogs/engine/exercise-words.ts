import { asksWhy } from '../triage/index.ts';
import { phraseBook } from '../triage/phrases.ts';
import { words } from '../triage/text.ts';

/** What people say about campaigns, anywhere in a conversation. */
const anywhere = phraseBook<'results' | 'erase' | 'list' | 'resume' | 'why' | 'kept'>([
  [
    'erase',
    [
      'efface/effacer/effacez/supprime/supprimer/supprimez mes/mon resultats/resultat/reponses quiz?',
      'erase/delete/remove my results/result/answers',
    ],
  ],
  [
    'results',
    [
      '^ je? veux? voir? mes/mon resultats/resultat/scores/score aux/des/du/de? quiz/campagnes/lecons/exercices? $',
      '^ voir? mes/mon resultats/resultat/scores/score $',
      '^ show? me? my results/result/scores/score $',
    ],
  ],
  [
    'list',
    [
      '^ voir/liste? mes/les/des? campagnes/lecons/formations/exercices $',
      '^ une/un? lecon/quiz/exercice svp? $',
      '^ show/list? my/the? campaigns/lessons/trainings/exercises $',
      '^ a lesson/quiz/exercise please? $',
    ],
  ],
  [
    'resume',
    [
      '^ reprendre/reprends/reprenons la/le/l? lecon/exercice/quiz/campagne $',
      '^ resume/continue the? lesson/exercise/quiz/campaign $',
    ],
  ],
  [
    'why',
    [
      'pourquoi ai je recu ca/ceci/cela/ce',
      'pourquoi je recois/recu ca/ceci/cela/ce',
      'pourquoi jai recu ca/ceci/cela/ce',
      'pourquoi ce message/quiz/exercice',
      'why did/do/am i get/getting/receive/receiving/got this/that/it',
      'why this message/quiz/exercise',
    ],
  ],
  [
    'kept',
    [
      'que/quoi gardez/garde/conservez/enregistrez vous de/sur/des? moi',
      'que/quoi gardez/conservez vous de? mes reponses',
      'qui voit/verra/voient mes reponses/resultats',
      'what do/does you/it keep/store/record about/of me',
      'who sees/can see my answers/results',
    ],
  ],
]);

/** At a question of an exercise. */
const inside = phraseBook<'later' | 'next' | 'none' | 'all' | 'unknown'>([
  [
    'unknown',
    [
      '^ je? ne? sais/sait pas $',
      '^ aucune idee $',
      '^ je? passe $',
      '^ i? dont know $',
      '^ no idea $',
      '^ skip it? $',
      '^ pass $',
    ],
  ],
  [
    'later',
    [
      '^ plus tard svp? $',
      '^ pas maintenant $',
      '^ je? le? ferai/fais/verrai plus tard $',
      '^ pas le temps $',
      '^ je nai pas le temps maintenant? $',
      '^ later please? $',
      '^ not now $',
      '^ maybe? another time $',
      '^ no time now? $',
    ],
  ],
  [
    'next',
    [
      '^ suite/suivant/suivante/continuer/continue/compris/ok/oui/next/understood/yes/go/merci/thanks $',
      '^ jai compris $',
      '^ got it $',
      '^ go on $',
      '^ la? suite svp? $',
    ],
  ],
  ['none', ['^ aucun/aucune/rien/none/nothing de? suspect? $', '^ rien de suspect $', '^ nothing suspicious $']],
  ['all', ['^ tous/toutes/tout/all/everything $', '^ all of them $']],
]);

const longest = 15;
const short = (message: string): readonly string[] => {
  const said = words(message);
  return said.length > longest ? [] : said;
};

export const campaignWish = (message: string) => anywhere.find(short(message));
export const exerciseWord = (message: string) => inside.find(short(message));
/** « pourquoi ? », alone, at an exercise: why me. */
export const asksWhyMe = (message: string): boolean =>
  asksWhy(message) || /^\s*(?:mais |et |but |and )?(?:pourquoi|why)(?: moi| me)?\s*\?*\s*$/i.test(message);
