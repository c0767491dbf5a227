const months =
  'janv(?:ier)?|f[ée]vr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?|jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|may|june?|july?|aug(?:ust)?|september|october|november|december';
const days =
  'lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday';
const monthDay = String.raw`(?:le |the )?\d{1,2}(?:er|st|nd|rd|th)?(?: (?:of )?(?:${months})\b\.?)?(?: 20\d\d)?`;
const numeric = String.raw`(?:20\d\d-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}(?:[/.-](?:20)?\d\d)?)`;
const monthFirst = String.raw`(?:${months})\.? \d{1,2}(?:st|nd|rd|th)?\b(?:,? 20\d\d)?`;
const partOfDay = 'matin|midi|apr[èe]s-midi|aprem|soir|morning|noon|lunch|afternoon|evening|night';
const day = String.raw`(?:(?:ce|this|hier|yesterday|demain|tomorrow) (?:${partOfDay})|(?:${days})(?: (?:dernier|prochain))?(?: (?:${partOfDay}))?(?:,? (?:${monthDay}|${monthFirst}))?|(?:last|next|this) (?:week|month|(?:${days})(?: (?:${partOfDay}))?)|(?:la semaine|le mois) (?:derni[èe]re?|dernier|prochaine?|prochain|pass[ée]e?)|hier|yesterday|today|aujourd'?hui|demain|tomorrow|tonight|avant-hier|midi|noon|${numeric}|${monthFirst}|(?:le |the )\d{1,2}(?:er|st|nd|rd|th)?(?: (?:of )?(?:${months})\b)?|\d{1,2}(?:er|st|nd|rd|th)? (?:of )?(?:${months})\b(?: 20\d\d)?)`;
const clock = String.raw`(?:\d{1,2} ?(?:h|heures?|o'?clock)(?: ?[0-5]\d)?|\d{1,2}:[0-5]\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\b\.?|midi|noon|minuit|midnight|lunch(?:time)?)`;
const amount = String.raw`(?:une?|an?|deux|trois|quatre|cinq|six|huit|dix|quinze|two|three|four|five|ten|quelques|plusieurs|a few|several|some|a couple of|\d{1,3})(?: ou (?:deux|trois))?`;
const span = String.raw`${amount} ?(?:min(?:ute)?s?|mn|h(?:eures?|ours?)?|jours?|days?|semaines?|weeks?|mois|months?|ans?|ann[ée]es?|years?)\b`;

const flags = 'iu';
const clean = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\s,.;:!?]+$/u, '')
    .trim();

/** A clause after « depuis que » or "since I": up to eight words, ended by punctuation or a new clause. */
const clause = String.raw`[^\s,.;:!?]+(?: (?!(?:et|mais|and|but|so|donc|alors|help|aidez|svp|je (?:ne |n')?(?:peux|suis|vois)|i can)\b)[^\s,.;:!?]+){0,7}`;

const bounded = (source: string): RegExp => new RegExp(String.raw`(?<![\wÀ-ɏ])${source}`, flags);

const alone =
  '(?:ce matin|cet? après-midi|hier(?: (?:matin|soir|après-midi))?|avant-hier|la semaine dernière|this morning|yesterday(?: (?:morning|afternoon|evening))?|last night|last week)';

const sincePatterns = [
  String.raw`(?:depuis|since)\s+(?:environ |about |around )?(?:le |the )?(?:${span}|${day})(?: (?:vers|around|at|à) ${clock})?`,
  String.raw`(?:depuis|since)\s+${clock}`,
  String.raw`(?:for|depuis)\s+(?:the (?:last|past) |les? derni(?:er|ère)e?s? |environ |about |over )?${span}`,
  String.raw`depuis (?:qu['’e]\s?)?${clause}`,
  `since ${clause}`,
  `(?:ça fait|cela fait|ca fait|il y a) (?<french>${span})`,
  `${span} ago`,
  `(?:à partir de|dès|a commencé|commencé|commence) (?<french>${day})`,
  `(?:started|began) (?:on )?(?<english>${day})`,
  String.raw`(?<bare>${alone})(?![\wÀ-ɏ])`,
].map(bounded);

/** Since when, as said (« depuis lundi 16 », "since Monday"); a bare time gets its « depuis » or "since". */
export function readSince(text: string): string | undefined {
  for (const pattern of sincePatterns) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const { french, english, bare } = match.groups ?? {};
    if (french !== undefined) return `depuis ${clean(french).toLowerCase()}`;
    if (english !== undefined) return `since ${clean(english)}`;
    if (bare !== undefined)
      return `${/^(?:this|yesterday|last)/i.test(bare) ? 'since' : 'depuis'} ${clean(bare).toLowerCase()}`;
    return toReader(lowerFirst(clean(match[0])));
  }
  return undefined;
}

/** What the person says of themselves is read back to them: « depuis que j'ai déménagé », "since I moved". */
function toReader(phrase: string): string {
  return phrase
    .replace(/\bj['’ ]?ai\b/giu, 'vous avez')
    .replace(/\bje suis\b/giu, 'vous êtes')
    .replace(/\b(?:mon|ma)\b/giu, 'votre')
    .replace(/\bmes\b/giu, 'vos')
    .replace(/\bI['’]?m\b|\bI am\b/g, 'you are')
    .replace(/\bI was\b/gi, 'you were')
    .replace(/\bI['’]ve\b/g, 'you have')
    .replace(/\bI\b/gi, 'you')
    .replace(/\bmy\b/gi, 'your');
}

const event =
  'r[ée]union|conseil|pr[ée]sentation|rdv|rendez-vous|audience|entretien|soutenance|formation|visio|client|meeting|presentation|call|interview|exam|hearing|board|demo|deadline|[ée]ch[ée]ance|train|vol|flight|class|cours|lecture|webinar';
const when = `(?:${day}(?: (?:à|at|avant|before|by) ${clock})?|${clock}(?: (?:${day}))?|ce soir|tonight|fin de (?:journée|matinée|semaine|mois)|the end of (?:the )?(?:day|week|month)|end of day|eod|cob)`;
const deadlinePatterns = [
  `(?:avant|d['’]ici|before|by|until|jusqu['’](?:à|a)|no later than|au plus tard(?: à)?) (?:le |the )?${when}`,
  `(?:pour|due|for|needed) (?:le )?(?:${day}(?: (?:à|at|avant|before) ${clock})?|${clock}|ce soir|tonight)`,
  String.raw`(?:${event})s?\b[^.;!?]{0,40}?(?<![\wÀ-ɏ])((?:à|a|at|dans|in|ce|cet|this|demain|tomorrow|@) ?(?:${clock}|${span}|${partOfDay})|demain(?: ${partOfDay})?|tomorrow(?: ${partOfDay})?)`,
  String.raw`((?:à|a|at|dans|in) (?:${clock}|${span}))[^.;!?]{0,30}?\b(?:${event})`,
  String.raw`(?:urgent|urgence|asap|vite)\b[^.;!?]{0,25}?(?<![\wÀ-ɏ])((?:à|at|dans|in) (?:${clock}|${span}))`,
  String.raw`(?:^|[,.;!] ?)((?:à|at) ${clock})\s*[.!]*$`,
].map(bounded);

/** By when it must work, as said (« avant 17h », "board presentation at 4pm" gives "at 4pm"). */
export function readDeadline(text: string): string | undefined {
  for (const pattern of deadlinePatterns) {
    const found = pattern.exec(text);
    if (found !== null) return lowerFirst(clean(found[1] ?? found[0]));
  }
  return undefined;
}

const datePatterns = [
  new RegExp(
    String.raw`\b(?:${numeric}|${monthFirst}|\d{1,2}(?:er|st|nd|rd|th)? (?:of )?(?:${months})\b(?: 20\d\d)?)`,
    flags,
  ),
  new RegExp(String.raw`\b(?:${day})`, flags),
];

/** A day, as said, in either order of day and month. */
export function readDate(text: string): string | undefined {
  for (const pattern of datePatterns) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return lowerFirst(clean(found));
  }
  return undefined;
}

/** « Depuis » at the beginning of a message is no name: lower case; Monday and March keep theirs. */
function lowerFirst(text: string): string {
  return /^[A-ZÀ-Ý]{2,}$/u.test(text.split(' ')[0] ?? '') || /^\p{Lu}/u.test(text)
    ? text.replace(/^\p{L}+/u, (word) => (word === 'I' || properNames.test(word) ? word : word.toLowerCase()))
    : text;
}
const properNames =
  /^(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december)$/i;
