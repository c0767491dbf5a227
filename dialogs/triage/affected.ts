const roles =
  'coll[èe]gue|chef(?:fe)?|responsable|directeur|directrice|secr[ée]taire|assistante?|stagiaire|apprentie?|patronn?e?|adjointe?|maire|[ée]lue?|docteur|m[ée]decin|infirmi[èe]re?|agente?|rempla[çc]ante?|bin[ôo]me|gardienn?e?|coordinatrice|coordinateur|comptable';
const englishRoles =
  'colleague|co-?worker|teammate|boss|manager|supervisor|director|assistant|secretary|trainee|intern|apprentice|deputy|head of \\w+|receptionist|doctor|consultant|nurse|accountant|line manager';
const name = "(?:\\s+(?<name>\\p{Lu}[\\p{L}'’-]+(?:\\s\\p{Lu}[\\p{L}'’-]+)?))?";

/** What the other person cannot do or has lost: « ma collègue m'a dit de redémarrer » is about the one who writes. */
const trouble =
  "(?:,?\\s*(?:qui|il|elle))?\\s+(?:n['’]\\s?|ne\\s+)?(?:(?:arrive|parvient|peut|reçoit|recoit|voit|trouve|acc[èe]de|retrouve|s['’]en sort)\\s+(?:plus|pas|rien|jamais)|a\\s+(?:plus|pas|oubli[ée]|perdu|cass[ée]|re[çc]u|(?:un|des|le m[êe]me) (?:souci|probl[èe]me|pb)s?)|est\\s+(?:bloqu[ée]e?|d[ée]connect[ée]e?|coinc[ée]e?|plus|pas)|se fait|s['’]est (?:fait|tromp[ée]e?))";
const englishTrouble =
  "(?:,?\\s+who)?\\s+(?:can['’]?t|cannot|can not|isn['’]?t|is (?:locked|unable|stuck|having|not|getting)|has (?:lost|forgotten|no|a problem|an issue|trouble|been|the same)|hasn['’]?t|doesn['’]?t|lost|forgot|keeps|gets|no longer)";

const french = [
  new RegExp(`\\b(?<whose>ma|mon|notre|une?|la|le)\\s+(?<role>${roles})\\b${name}${trouble}`, 'u'),
  // « l'ordinateur de ma collègue ne démarre plus »
  new RegExp(`\\b(?:de|à|pour)\\s+(?<whose>ma|mon|notre)\\s+(?<role>${roles})\\b${name}`, 'u'),
];
const english = [
  new RegExp(
    `\\b(?<whose>[Mm]y|[Oo]ur|[Aa]|[Oo]ne of my)\\s+(?<role>${englishRoles})s?\\b,?${name}${englishTrouble}`,
    'u',
  ),
  new RegExp(`\\b(?<whose>[Mm]y|[Oo]ur)\\s+(?<role>${englishRoles})['’]s\\b`, 'u'),
];

/** Who has the problem when it is told for somebody else, in the words used (« collègue Sophie »), without « ma ». */
export function findAffected(text: string): string | undefined {
  for (const pattern of [...french, ...english]) {
    const lowered = text.replace(/^\s*(?:Ma|Mon|Notre|Une?|La|Le)\b/, (word) => word.toLowerCase());
    const found = pattern.exec(lowered)?.groups;
    if (found) return [found.role, found.name].filter(Boolean).join(' ');
  }
  return undefined;
}
