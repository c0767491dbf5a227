import { expect, test } from 'vitest';
import { detectLanguage } from '../../dialogs/triage/index.ts';

test.each([
  ['bjr limprimente marche pa', 'fr'],
  ['its not wokring', 'en'],
  ['mon vpn coupe', 'fr'],
  ['my vpn drops', 'en'],
  ['je peux pas me connecter au wifi', 'fr'],
  ["l'écran est noir", 'fr'],
  ["can't connect", 'en'],
  ['jarrive pa a imprimé', 'fr'],
  ['printer is jammed', 'en'],
  ['bonjour', 'fr'],
  ['hello', 'en'],
  ['merci', 'fr'],
  ['thanks', 'en'],
  ['GlobalProtect drops every ten min since I moved flat', 'en'],
  ['le meeting Teams a planté pendant le call', 'fr'],
  ['mein Drucker funktioniert nicht', 'other'],
  ['mi impresora no funciona por favor', 'other'],
  ['мой принтер не работает', 'other'],
  ['مرحبا كيف حالك', 'other'],
  ['打印机坏了', 'other'],
  ['ok', undefined],
  ['VPN', undefined],
  ['', undefined],
  ['123', undefined],
  ['🙂', undefined],
  ['MAIRIE-2-COULEUR', undefined],
] as const)('« %s » is %s', (text, language) => {
  expect(detectLanguage(text).language).toBe(language);
});
