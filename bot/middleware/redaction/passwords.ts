import type { Secret } from './secret.ts';

const named =
  '(?:mots?[ -]?de[ -]?pass[e]?s?|motdepasse|mdp|pass ?words?|pass ?phrases?|passwd|pwd|passcode|pass(?=\\s{0,3}[:=])|phrase (?:de passe|secr[eè]te)|cl[eé] (?:wi-?fi|wpa2?|du wi-?fi)|wi-?fi key|pw)';
const owner = String.raw`(?: (?:wi-?fi|windows|outlook|vpn|messagerie|session|compte|pc|teams|de (?:mon|ma|la|l['’]) ?\p{L}{2,15}|du \p{L}{2,15}|pour \p{L}{2,15}|for (?:my )?\p{L}{2,15}|actuel|temporaire|provisoire|current|temporary|new|old))?`;
const says = String.raw`(?:\s{0,3}[:=]+>?\s{0,3}|\s{0,2}(?:->|→|=>)\s{0,2}|\s{1,3}(?:c['’ ]?(?:est|[ée]tait|etait)|est|[ée]tait|sera|is|was|it['’]?s|its|will be|should be|serait)(?:\s{1,2}(?:toujours|maintenant|d[ée]sormais|now|still|just|bien|donc|simplement))?\s{0,2}:?\s{1,3})`;
/** A name, what says it, and the value: up to quote or space. */
const told = new RegExp(
  String.raw`(?<![\p{L}\d])${named}${owner}(?<link>${says})["'«“‘]?\s?(?<value>[^\s"«»“”<>]{1,128})`,
  'giu',
);
/** Nothing between: the value must look like a secret. */
const beside = new RegExp(
  String.raw`(?<![\p{L}\d])${named}${owner}\s{1,3}["'«“(]?(?<value>[^\s"«»“”<>]{5,128})`,
  'giu',
);
/** « Soleil2024! est mon mot de passe ». */
const before = new RegExp(
  String.raw`(?<![^\s"«“'(])(?<value>[^\s"«»“”<>]{4,128})["»”']?\s{1,2}(?:c['’ ]?est|est|is|as|comme|was|[ée]tait)\s{1,2}(?:mon|le|notre|my|the|our|ma)\s{1,2}(?:nouveau\s|new\s|old\s|ancien\s)?${named}`,
  'giu',
);
const mention = new RegExp(String.raw`(?<![\p{L}\d])${named}(?![\p{L}\d])`, 'iu');
/** Verbs that lead to the value once a password has been spoken of: « je tape Soleil2024! », "it's hunter2". */
const led =
  /(?<![\p{L}\d])(?:c['’ ]?(?:est|était)|cest|mis|mets|tape|tapé|tapais|saisi|saisis|essayé|essaie|utilise|choisi|it['’]?s|it was|its|is|typed?|typing|use|used|using|tried|entered?|put|chose|set it to|changed it to|to|en|par|avec|with|même|same)\s{1,2}:?\s{0,2}["'«“]?\s?(?<value>[^\s"«»“”<>]{5,128})/giu;

/** What a sentence goes on with after « mon mot de passe est … » when it gives no password away. */
const ordinary = new Set(
  `oublie perdu expire bon mauvais incorrect invalide refuse rejete bloque trop tres plus pas toujours encore deja bien mal
  le la les l un une mon ma mes ton ta votre notre ce cet cette celui que qui quoi quel ou en a au aux de du des d je j tu il elle on nous vous
  dans sur pour par avec sans chez connu inconnu different identique correct faux vrai juste vide change modifie reinitialise
  demande redemande affiche masque visible accepte reconnu valable valide temporaire provisoire obligatoire necessaire compromis vole pirate divulgue
  si quand comment combien pourquoi car parce donc mais et ni sauf impossible ok nok ko peut etre ca cela rien tout aussi tres fort faible simple long court complique difficile facile
  lui meme seul enregistre memorise synchronise saisi tape ecrit note colle presque bientot periodiquement jamais
  forgotten lost expired wrong incorrect invalid rejected refused blocked locked not no never still always again too very so the a an my your his her our their its it this that these
  right correct fine good bad old new same different known unknown required needed asked accepted shown hidden visible saved stored changed reset about to in on at for from with without by of and or but if when how why what where which who
  being been going getting asking working failing expiring about due safe secure strong weak compromised stolen leaked out up down set synced also just only really correct typed i you we they he she
  somewhere nowhere everywhere supposed probably maybe perhaps definitely apparently no longer ten eight twelve long short simple hard easy impossible empty blank missing none null case
  ? ! . ... : ; , - _ ok yes non oui yep nope`.split(/\s+/),
);
const endings = /(?:ée?s?|ant|ement|ed|ing|ly|able|ible|tion)$/iu;
/** Names and codes that mix letters, digits and signs without being secrets. */
const publicShapes =
  /^(?:gu-?\d|0x[0-9a-f]+|aadsts|(?:office|windows|win|o|m|microsoft|outlook|server|exchange)-?\d|\d+(?:[.,:/h-]\d*)*[a-z%€]{0,3}$|[a-z]{2,6}-\d+|[\w.+-]+@[\w-]+\.|https?:|www\.|[\w-]+\.(?:com|fr|org|net|docx?|xlsx?|pdf|exe)\b|\d?fa\b|kb\d|v\d|ipv[46]|wpa\d|[\p{L}'’-]+[!?.,…]*$|\*+$|\[)/iu;

/** Passwords given away in words: said to be one, beside the word, or led to once the word is there. */
export function findPasswords(text: string): Secret[] {
  if (!mention.test(text)) return [];
  return [
    ...matches(text, told, (value, link) => isTold(value, link)),
    ...matches(text, beside, looksSecret),
    ...matches(text, before, looksSecret),
    ...matches(text, led, looksSecret),
    ...strongRuns(text),
  ];
}

function matches(text: string, pattern: RegExp, accept: (value: string, link: string) => boolean): Secret[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const said = match.groups?.value ?? '';
    const value = trimmed(said);
    if (value === '' || !accept(value, match.groups?.link ?? '')) return [];
    const start = match.index + match[0].lastIndexOf(said) + said.indexOf(value);
    return [{ start, end: start + value.length, kind: 'password' as const }];
  });
}

/** Without the punctuation of the sentence; a final "!" belongs to a value that holds a digit. */
function trimmed(value: string): string {
  const open = value.replace(/^[('‘“"]+/u, '').replace(/[)'’”",;:…]+$/u, '');
  const bare = open.replace(/[.,;:)\]…]+$/u, '');
  if (/^[!?.…:;,-]*$/u.test(bare)) return '';
  return /\d/.test(bare) ? bare : bare.replace(/[!?]+$/u, '') || bare;
}

function isTold(value: string, link: string): boolean {
  if (/^\[/.test(value)) return false;
  const folded = value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[’]/g, "'");
  const word = folded.replace(/^(?:l|d|j|c|s|m|t|n|qu)'/, '').replace(/[^a-z0-9]+$/, '');
  if (/^(?:l|d|j|c|s|m|t|n|qu)'/.test(folded)) return false;
  if (ordinary.has(word) || ordinary.has(folded) || ordinary.has(word.replace(/(?:e?s|e)$/, ''))) return false;
  if (/^(?:isn|doesn|don|won|can|wasn|hasn|didn)'?t$/.test(folded)) return false;
  const explicit = /[:=>→]/.test(link);
  if (explicit || looksSecret(value)) return true;
  return !endings.test(value);
}

/** Letters with digits, or with signs inside, and no public shape. */
function looksSecret(value: string): boolean {
  if (value.length < 5 || publicShapes.test(value)) return false;
  const letters = /\p{L}/u.test(value);
  const digits = /\d/.test(value);
  const signs = /[!@#$%^&*?+=_§€£~]/.test(value.slice(1));
  return letters && (digits || signs);
}

/** Anything in a message about a password that can hardly be a word: letters, digits and a sign together. */
function strongRuns(text: string): Secret[] {
  return matches(text, /(?<![^\s"«“'(:])(?<value>[^\s"«»“”<>;]{6,64})(?![^\s"»”<>;])/gu, isStrong);
}

function isStrong(value: string): boolean {
  if (/^\w+=/.test(value)) return false;
  return looksSecret(value) && /\d/.test(value) && /\p{L}/u.test(value) && /[!@#$%^&*?+=§€£]/.test(value);
}

/** A message that is one such run and nothing else: typed into the wrong window. */
export function passwordAlone(text: string): Secret | undefined {
  if (text.length > 80) return undefined;
  const value = text.trim();
  if (/\s/.test(value) || value.length < 8 || !isStrong(value) || !/\p{Lu}/u.test(value)) return undefined;
  const start = text.indexOf(value);
  return { start, end: start + value.length, kind: 'password' };
}
