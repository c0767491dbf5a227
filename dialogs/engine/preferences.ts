import type { ScriptStep } from '../scripts/schema.ts';
import { phraseBook } from '../triage/phrases.ts';
import { words } from '../triage/text.ts';
import type { Preference } from './types.ts';

/** What a step needs that the employee said they do without. */
const refuses: Readonly<Record<Preference, readonly NonNullable<ScriptStep['needs']>[number][]>> = {
  'writing-only': ['telephone'],
  'no-telephone': ['telephone'],
  'no-handling-cables': ['handling-cables'],
  'no-moving-around': ['moving-around'],
  'no-another-device': ['another-device'],
  'no-seeing-colours': ['seeing-colours'],
  'more-time': [],
};

/** Phrases as in dialogs/triage: `a/b` either word, `a?` may be left out, `*` a few words of any kind. */
const book = phraseBook<Preference>([
  [
    'writing-only',
    [
      'par ecrit seulement/uniquement/svp',
      'seulement/uniquement/que/plutot par? ecrit',
      'prefere par? ecrit/ecrire',
      'pas de vocal/voix',
      'je suis sourd/sourde/malentendant/malentendante',
      'entends pas/mal au telephone',
      'in writing only/please',
      'only/prefer in? writing',
      'writing only',
      'text/chat only',
      'i am deaf',
      'im deaf',
      'hard of hearing',
    ],
  ],
  [
    'no-telephone',
    [
      'pas de telephone/appel/appels svp',
      '^ pas de telephone/appel/appels',
      'pas par/au telephone',
      'sans telephoner/appeler',
      'appelez/telephonez moi? pas',
      'pas me? appeler/telephoner',
      'no phone/telephone calls/call please?',
      'dont/do call/phone/ring not? me',
      'not by phone',
      'no calls',
    ],
  ],
  [
    'no-handling-cables',
    [
      'pas toucher/manipuler/brancher/debrancher aux/les/des/de/le/au/la cable/cables/prise/prises/fil/fils',
      'pas de cable/cables a? manipuler/toucher/brancher',
      'pas de manipulation de cable/cables',
      'cant/dont/cannot/wont/not touch/handle/unplug/plug/move the/any/with? cable/cables/plug/plugs/wire/wires',
      'no cable/cables handling',
      'no handling of? cables',
    ],
  ],
  [
    'no-moving-around',
    [
      'peux/peut pas me? deplacer/lever/marcher',
      'pas me deplacer',
      'je suis en fauteuil',
      'fauteuil roulant',
      'mobilite reduite',
      'cant/cannot move around/about',
      'cant/cannot walk/get/stand up?',
      'in a wheelchair',
      'wheelchair user',
    ],
  ],
  [
    'no-another-device',
    [
      'ai/possede pas de telephone/smartphone/portable pro/personnel?',
      'pas de smartphone',
      'dont/do have/own a/any/no phone/smartphone/mobile',
      'no smartphone',
    ],
  ],
  [
    'no-seeing-colours',
    [
      'je suis daltonien/daltonienne',
      'vois/distingue pas/mal les? couleurs',
      'colour/color blind',
      'colourblind/colorblind',
      'cant/cannot see/tell colours/colors',
    ],
  ],
  [
    'more-time',
    [
      'besoin de plus? de temps',
      'laissez/laisse moi le? du? temps',
      'allez/aller doucement/lentement',
      'prendre mon temps',
      'more time',
      'go slowly/slower',
      'take my time',
      'not so fast',
    ],
  ],
]);

/** The preference that a message states, said once and kept (DESIGN §6.3). */
export const readPreference = (message: string): Preference | undefined => {
  const said = words(message);
  return said.length > 30 ? undefined : book.find(said);
};

/** Whether a step asks for what the employee does without. */
export const isSpared = (kept: readonly Preference[] | undefined, step: ScriptStep): boolean =>
  (kept ?? []).some((preference) => (step.needs ?? []).some((need) => refuses[preference].includes(need)));
