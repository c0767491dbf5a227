interface Mistake {
  readonly problem: string;
  readonly mend: string;
}

const unaccented =
  /(?<![\p{L}\p{N}_./-])(deja|tres|apres|probleme|problemes|reseau|reseaux|telephone|securite|etes|etre|meme|donnees|acces|deconnecter|verifier|verifiez|redemarrer|redemarrez|reessayez|equipe|ecran|ecrire|ecrivez|numero|francais|ca)(?![\p{L}\p{N}_/-]|\.[\p{L}\p{N}])/iu;

/**
 * The first plain mistake of French typography: a missing accent, straight quotation marks, no space before a double
 * mark, doubled spaces. Whether a space is a no-break one is left to the rendering.
 */
export function findFrenchMistake(text: string): Mistake | undefined {
  // Addresses, paths, code and placeholders follow their own rules.
  const prose = text.replace(/`[^`]*`|https?:\S+|\\\\\S+|\S+@\S+|\{[^}]*\}/g, 'x');
  const accent = unaccented.exec(prose);
  if (accent) return { problem: `"${accent[1]}" lacks an accent or a cedilla`, mend: 'write it with its accents' };
  if (prose.includes('"')) return { problem: 'has straight quotation marks', mend: 'write « … »' };
  const tight = /[\p{L}\p{N})»*](?:[?!;](?![\p{L}\p{N}])|:(?=\s))/u.exec(prose);
  if (tight) return { problem: `has no space before "${tight[0].at(-1)}"`, mend: 'put a space before it' };
  if (/«\S|\S»/.test(prose)) return { problem: 'has no space inside « »', mend: 'put a space after « and before »' };
  if (/\S {2,}\S/.test(prose)) return { problem: 'has two spaces in a row', mend: 'keep one' };
  if (/\p{L} [,.](?!\p{L}|\.)/u.test(prose))
    return { problem: 'has a space before a comma or a full stop', mend: 'remove it' };
  return undefined;
}
