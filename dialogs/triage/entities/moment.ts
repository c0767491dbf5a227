import { words } from '../text.ts';

const set = (list: string) => new Set(list.trim().split(/\s+/));

/** Words that tell when by themselves. */
const telling = set(`
  hier aujourdhui demain midi minuit matin matinee soir soiree nuit apresmidi aprem maintenant tantot recemment
  lundi mardi mercredi jeudi vendredi samedi dimanche weekend
  janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
  heure heures h minute minutes min mn jour jours semaine semaines mois an ans annee annees
  yesterday today tomorrow tonight noon midnight morning afternoon evening night now recently lunchtime
  monday tuesday wednesday thursday friday saturday sunday
  january february march april may june july august september october november december
  hour hours minutes day days week weeks month months year years oclock am pm
`);
/** Words that stand around those, and tell nothing else. */
const around = set(`
  le la les l un une de du des d a au aux en y ce cet cette ces il est cest etait depuis vers environ pres autour dans
  pendant debut fin dernier derniere prochain prochaine passe passee meme tout toute apres avant peu pres quelques
  plusieurs deux trois quatre cinq six dix quinze vingt demi demie je crois pense dirais oui euh ben plutot et puis
  vu vue remarque arrive matinal jusque
  the this that at on in of around about since for last next past ago by before after early late few some couple half two
  three four five ten i think guess it was is happened noticed seen well just and then an er
`);
/** Looser ways of saying when: enough for an answer, not to be taken for one where something else is asked. */
const loosely = set(`
  des possible asap vite rapidement bientot soon quand lorsque when while apres avant before after pendant during debut fin
  toujours always instant recemment recently just jamais never ete hiver printemps automne summer winter spring autumn
  rentree vacances holidays noel christmas paques easter trimestre semestre term longtemps ago depuis since encore date
  ouverture fermeture arrivant reveil dejeuner lunch immediatement immediately presse urgent urgence moment illimite
  permanent indefiniment indefinitely forever end eod cob
`);

const clock = /^\d{1,2}(?:h\d{0,2}|am|pm|th|st|nd|rd|er)$/;
const dated = /\b\d{1,2}[:/.-]\d{1,2}\b|\b20\d\d-\d\d-\d\d\b/;
const tellsWhen = (word: string) => telling.has(word) || clock.test(word);

/** Whether the whole message is a day, an hour or a while (« hier à 18 h », "about two weeks ago"). */
export function isOnlyMoment(text: string): boolean {
  const said = words(text);
  if (!dated.test(text) && !said.some(tellsWhen)) return false;
  return said.every((word) => tellsWhen(word) || around.has(word) || /^\d{1,4}$/.test(word));
}

/** Whether the words say when, however loosely: enough of an answer to « quand ? ». */
export function saysWhen(text: string): boolean {
  const said = words(text);
  if (said.some((word) => tellsWhen(word) || loosely.has(word))) return true;
  // « le 15 », « 2027 »; 250 is no day.
  return dated.test(text) || said.some((word) => /^\d{1,2}$|^(?:19|20)\d\d$/.test(word));
}

const daytime = `(?: (?:matin|soir|midi|après-midi|apr[eè]m|morning|afternoon|evening|night))?`;
const past = String.raw`(?:(?:avant-)?hier${daytime}|ce matin|cette nuit|yesterday${daytime}|this morning|last night|il y a (?:une?|deux|trois|\d{1,3}) (?:minutes?|heures?|jours?|semaines?)|(?:an?|one|two|three|\d{1,3}) (?:minutes?|hours?|days?|weeks?) ago)`;
const hour = String.raw`(?:,? (?:(?:à|a|vers|at|around|about) )?(?:\d{1,2} ?h(?:eures?)?(?: ?[0-5]\d)?|\d{1,2}:[0-5]\d(?: ?[ap]m)?|\d{1,2} ?[ap]m|midi|noon))?`;
const happened = new RegExp(String.raw`(?<![\wÀ-ɏ])${past}${hour}(?![\wÀ-ɏ])`, 'iu');

/** When something happened, as said: only what is plainly past (« hier à 18h », "two days ago"). */
export function readPast(text: string): string | undefined {
  return happened.exec(text)?.[0].replace(/\s+/g, ' ').toLowerCase();
}
