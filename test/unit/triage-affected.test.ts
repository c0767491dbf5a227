import { describe, expect, test } from 'vitest';
import { findAffected } from '../../dialogs/triage/index.ts';

describe('a problem told for somebody else', () => {
  test.each([
    ["ma collègue Sophie n'arrive plus à ouvrir sa session", 'collègue Sophie'],
    ["Ma collègue n'arrive plus à se connecter au wifi", 'collègue'],
    ['mon chef ne peut plus imprimer', 'chef'],
    ["l'ordinateur de ma directrice ne démarre plus", 'directrice'],
    ["my colleague Karim can't log in, his account is locked", 'colleague Karim'],
    ["My boss's laptop won't start", 'boss'],
    ['our receptionist has lost her badge', 'receptionist'],
  ])('« %s »: %s', (text, who) => {
    expect(findAffected(text)).toBe(who);
  });

  test.each([
    ["ma collègue m'a dit de redémarrer, mais l'écran reste noir"],
    ["mon imprimante n'arrive plus à prendre le papier"],
    ['my manager asked me to share the folder'],
    ['une nouvelle collègue arrive lundi'],
    ['mon compte est verrouillé'],
  ])('« %s » is about the one who writes', (text) => {
    expect(findAffected(text)).toBeUndefined();
  });
});
