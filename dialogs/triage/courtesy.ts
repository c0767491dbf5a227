const opening = new Set(
  `bonjour bonsoir salut coucou hello hi hey hiya svp please merci thanks ok alors bon ben bah euh heu hum um uh well so
  et and mais but oh ah eh hein desole sorry pardon excusez excuse moi you thank madame monsieur bien sur la voila voici
  now maintenant just juste dac right`.split(/\s+/),
);
const closing = new Set(
  `svp please merci thanks thank you beaucoup avance bien vous plait much very so maintenant now quoi hein la d'accord
  lol mdr tout suite then alors guichet bot everyone`.split(/\s+/),
);

/** The words without greetings and politeness around them; all of them when nothing else is said. */
export function withoutCourtesy(said: readonly string[]): string[] {
  let from = 0;
  let to = said.length;
  while (from < to && opening.has(said[from]!)) from += 1;
  while (to > from && closing.has(said[to - 1]!)) to -= 1;
  return from === to ? [...said] : said.slice(from, to);
}
