import { describe, expect, test } from 'vitest';
import { redact, redactActivity } from '../../bot/middleware/redaction.ts';

const bitLocker = '123456-234567-345678-456789-567890-678901-789012-890123';
const webToken = `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIiOiIxMjM0In0'}.c2lnbmF0dXJlLXNpZ25hdHVyZQ`;

describe('R30 secrets are masked', () => {
  test.each([
    ["mon mot de passe c'est Soleil2024!", "mon mot de passe c'est [password]"],
    ['my password is hunter2', 'my password is [password]'],
    ['pwd: x', 'pwd: [password]'],
    ['mdp : azerty', 'mdp : [password]'],
    ['mot de passe = Été2026?', 'mot de passe = [password]'],
    ["my password doesn't work, it's Soleil2024!", "my password doesn't work, it's [password]"],
    ['mot de passe Soleil2024!', 'mot de passe [password]'],
    ['le mdp est soleil', 'le mdp est [password]'],
    ['je tape mon mot de passe, Soleil#24, et rien', 'je tape mon mot de passe, [password], et rien'],
    ['Soleil2024! est mon mot de passe', '[password] est mon mot de passe'],
    ['user: jdupont password: P@ss w0rd', 'user: jdupont password: [password] w0rd'],
    ['Soleil2024!', '[password]'],
    ['le code reçu est 482913', 'le code reçu est [code]'],
    ['my verification code is 482 913', 'my verification code is [code]'],
    ['code: 4829', 'code: [code]'],
    ['pass: toto', 'pass: [password]'],
    ["on m'a envoyé 938475 comme code", "on m'a envoyé [code] comme code"],
    [
      'mon ancien mot de passe était Printemps2023 et le nouveau Ete2024#',
      'mon ancien mot de passe était [password] et le nouveau [password]',
    ],
    ['mon TAP : Xk7#pQ2w', 'mon TAP : [code]'],
    ['carte 4111 1111 1111 1111 exp 12/27', 'carte [card] exp 12/27'],
    ['4111111111111111', '[card]'],
    ['mon IBAN FR76 3000 6000 0112 3456 7890 189 merci', 'mon IBAN [iban] merci'],
    ['GB82WEST12345698765432', '[iban]'],
    ['sécu 1 85 05 78 006 084 91', 'sécu [national-id]'],
    ['NI AB 12 34 56 C', 'NI [national-id]'],
    [`clé ${bitLocker}`, 'clé [key]'],
    [`Authorization: Bearer ${webToken}`, 'Authorization: Bearer [token]'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', '[token]'],
    ['AKIAIOSFODNN7EXAMPLE', '[key]'],
    ['Server=db;User Id=sa;Password=Secret1;', 'Server=db;User Id=sa;Password=[password];'],
    ['AccountKey=abcd1234efgh5678==;', 'AccountKey=[key];'],
    ['postgres://guichet:hunter2@db/guichet', 'postgres://guichet:[password]@db/guichet'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY----- fin', '[key] fin'],
    ['-----BEGIN PRIVATE KEY-----\nMIIB cut', '[key]'],
  ])('%s', (text, expected) => {
    expect(redact(text).text).toBe(expected);
  });
});

describe('what is no secret is left', () => {
  test.each([
    "j'ai oublié mon mot de passe",
    'mon mot de passe est expiré',
    'my password is wrong',
    'my password is not working',
    'le mot de passe est incorrect',
    'mot de passe : oublié',
    "windows refuse mon mot de passe alors que c'est le bon",
    'my password has expired',
    'reset my password please',
    'password?',
    'mon mot de passe ne marche plus depuis le 16/11/2026',
    'le mot de passe de GU-2026-000123',
    'ticket GU-2026-000123',
    'erreur 0x80070005',
    'code erreur 80070005',
    'AADSTS50126',
    'appelez le 06 12 34 56 78',
    '+33 6 12 34 56 78',
    'LT-0231',
    'le 12/03/2026 à 14:35',
    'code postal 69003',
    'error code 720193',
    'MAIRIE-2-COULEUR',
    'version 23H2 build 22631.4169',
    'mot de passe oublié sur Windows11',
    'password for Office365',
    "c'est quoi un mot de passe",
    'on me demande le code 2FA',
    'numéro de série 5CG1234XYZ',
    'le mot de passe est trop court',
    'my password is about to expire',
    "mon mot de passe c'est le bon",
    '1234567890123456',
    'FR76 3000 6000 0112 3456 7890 188',
    'http://intranet.ville.fr/aide?page=12',
    'mon code ne marche pas',
    'the code never arrives',
    'mes identifiants sont refusés',
    'my credentials are rejected',
    'mon mot de passe est accepté mais le VPN coupe',
    'password expired and it will not let me change it',
  ])('%s', (text) => {
    expect(redact(text)).toEqual({ text, kinds: [] });
  });
});

test('kinds are told once each, in order', () => {
  expect(redact('mdp: abc, code: 482913, pwd: def').kinds).toEqual(['password', 'code']);
});

test('R30 an activity is masked in its text, card values and attachments; addresses are kept', () => {
  const { activity, kinds } = redactActivity({
    type: 'message',
    id: 'a1',
    text: 'mdp: Soleil2024!',
    from: { id: '29:abc', name: 'Odile' },
    value: { answer: { note: 'my password is hunter2' }, password: 'plain' },
    attachments: [
      { contentType: 'text/html', content: '<p>mdp:&nbsp;<b>Soleil2024!</b></p>' },
      { contentType: 'image/png', contentUrl: 'https://files.example/a.png', name: 'mdp Soleil2024!.png' },
    ],
  });
  expect(JSON.stringify(activity)).not.toMatch(/Soleil|hunter2|"plain"/);
  expect(activity.from).toEqual({ id: '29:abc', name: 'Odile' });
  expect(activity.attachments[1]?.contentUrl).toBe('https://files.example/a.png');
  expect(kinds).toContain('password');
});

describe('R30 time grows with the text', () => {
  const seconds = (text: string): number => {
    const before = process.cpuUsage();
    redact(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const fastest = (text: string): number => Math.min(seconds(text), seconds(text), seconds(text));
  test.each([
    'password is ',
    'a',
    '1',
    '1 ',
    '123456-',
    'eyJ',
    'eyJaaaaaaaa.',
    'mdp ',
    'mdp : ',
    'code ',
    'FR76 ',
    'A1B2',
    ' ',
    '-----BEGIN ',
    'aaaa.',
    'x@',
    'mot de ',
    "c'est ",
    'http://a:',
    '=',
    'Bearer ',
    '<',
  ])('a text of %j', (piece) => {
    const short = piece.repeat(Math.ceil(25_000 / piece.length));
    const long = piece.repeat(Math.ceil(100_000 / piece.length));
    fastest(short);
    // Four times the text: linear is four times the time, quadratic sixteen. The floor hides the clock's grain.
    expect(fastest(long)).toBeLessThan(Math.max(fastest(short), 0.01) * 10);
  });
});
