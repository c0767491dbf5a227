import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { graphPermissions, graphScopes } from '../../../adapters/directory/graph/permissions.ts';
import { findFrenchMistake } from '../../../dialogs/scripts/french-typography.ts';
import { actions, findAction } from '../../../dialogs/self-service/registry.ts';
import { findCommand } from '../../../dialogs/triage/index.ts';

interface PermissionRow {
  readonly path: string;
  readonly method: string;
  readonly applicationLeast: string | null;
  readonly delegatedLeast: string | null;
  readonly applicationWithPublishedId: string | null;
  readonly delegatedWithPublishedId: string | null;
}
const consent: Readonly<Record<'application' | 'delegated', readonly string[]>> = {
  application: graphPermissions,
  delegated: graphScopes,
};
const spec = path.join(import.meta.dirname, '../../fixtures/specs/graph-permissions-subset.json');
const rows: readonly PermissionRow[] = JSON.parse(readFileSync(spec, 'utf8')).rows;

/** Where the published least is not enough, or the call is not in the published subset: why. */
const exceptions: Readonly<Record<string, string>> = {
  'GET /users/{user-id}: User.Read.All': 'accountEnabled and passwordProfile are not in User.ReadBasic.All',
  'GET /users/{user-id}/memberOf: GroupMember.Read.All': 'groups alone are read: Graph reference, user-list-memberof',
  'GET /users/{user-id}/mailboxSettings: MailboxSettings.ReadWrite': 'the write that follows covers the read',
  'DELETE /users/{user-id}/authentication/fido2Methods/{fido2AuthenticationMethod-id}: UserAuthenticationMethod.ReadWrite.All':
    'covered by the one permission for every kind of method',
  'GET /informationProtection/bitlocker/recoveryKeys/{bitlockerRecoveryKey-id}: BitlockerKey.Read.All':
    'the value needs it; ReadBasic lists without values',
  'GET /users/{user-id}/authentication/methods: UserAuthenticationMethod.ReadWrite.All':
    'the write of remove-method covers the read',
  'GET /me/messages: Mail.Read': 'the message itself needs it',
  'GET /me/mailFolders: Mail.Read': 'not in the published subset, and sizes need more than ReadBasic',
  'GET /me/calendar/calendarPermissions: Calendars.Read':
    'not in the published subset: Graph reference, calendar-list-calendarpermissions',
};

const folder = path.join(import.meta.dirname, '../../../dialogs/self-service');

describe.each([...actions.values()])('the action $id', (action) => {
  it('is one file of that name', () => {
    expect(globSync(`${action.id}.ts`, { cwd: folder })).toHaveLength(1);
  });

  it('says all it says in both languages, in correct typography', () => {
    const texts = [action.title, action.description, ...Object.values(action.texts)];
    for (const { fr, en } of texts) {
      expect(findFrenchMistake(fr), fr).toBeUndefined();
      const names = (text: string) => [...text.matchAll(/\{([\w.]+)\}/g)].map(([, name]) => name).toSorted();
      expect(names(fr), fr).toEqual(names(en));
    }
  });

  it('declares the least permission that Graph publishes for each call', () => {
    for (const { name, type, calls } of action.permissions) {
      for (const call of calls) {
        if (`${call}: ${name}` in exceptions) continue;
        const row = rows.find((each) => `${each.method} ${each.path}` === call);
        expect(row, `${call} is not in the published permissions`).toBeDefined();
        const published = type === 'application' ? row!.applicationWithPublishedId : row!.delegatedWithPublishedId;
        const least = type === 'application' ? row!.applicationLeast : row!.delegatedLeast;
        expect([published, least], call).toContain(name);
      }
    }
  });

  it('declares what an administrator is asked to consent to, and no more', () => {
    for (const { name, type } of action.permissions) {
      expect(type === 'application' ? consent.application : consent.delegated).toContain(name);
    }
  });

  it('R28: what changes something is shown first, can be checked, and says how it is undone', () => {
    if (!action.run) return expect(action.risk).toBe('read');
    expect(action.risk).not.toBe('read');
    expect(action.undo, 'undo').toBeDefined();
    if (!action.repeatable) return;
    expect(action.verify ?? action.alertsSecurity, 'verify').toBeTruthy();
  });

  it('R28: what gives a way in waits for a second person', () => {
    if (action.wayIn) expect(action.approval).toBe('technician');
  });
});

test.each([
  ['for-somebody-else', 'réinitialise le mot de passe de ma collègue', "reset my colleague's password"],
  [
    'report-compromise',
    'je veux signaler que mon compte est compromis',
    'I want to report that my account is compromised',
  ],
  ['report-message', 'signaler un mail suspect', 'report a suspicious email'],
  ['what-i-can-do', 'libre-service', 'self-service'],
  ['sign-out-everywhere', 'déconnecte-moi partout stp', 'please sign me out everywhere'],
  ['sign-in-check', 'pourquoi je n’arrive pas à me connecter ?', "why can't I sign in?"],
  [
    'temporary-pass',
    'je voudrais un passe temporaire, un code d’accès temporaire',
    'can I get a temporary access pass',
  ],
  ['password-reset', 'réinitialiser mon mot de passe', 'reset my password please'],
  ['remove-method', 'retirer mon ancien téléphone', 'remove my old phone'],
  ['my-methods', 'quels sont mes moyens de connexion', 'show my authentication methods'],
  ['lost-device', 'verrouillez mon téléphone volé', 'lock my stolen laptop'],
  ['retire-device', 'effacer les données professionnelles de mon téléphone', 'remove work data from my phone'],
  ['bitlocker-key', 'il me faut ma clé de récupération BitLocker', 'I need my bitlocker recovery key'],
  ['sync-device', 'synchroniser mon ordinateur', 'sync my laptop'],
  ['restart-device', 'redémarre mon PC à distance', 'restart my laptop remotely'],
  ['rename-device', 'renommer mon ordinateur', 'rename my laptop'],
  ['my-devices', 'mes appareils', 'my devices'],
  ['leave-group', 'je veux quitter un groupe', 'I want to leave a group'],
  ['join-group', 'je veux rejoindre un groupe', 'please add me to a group'],
  ['release-licence', 'rendre une licence', 'give back a licence'],
  ['request-licence', 'il me faut une licence', 'I need a licence'],
  ['my-licences', 'mes licences', 'which licences do I have'],
  ['mailbox-use', 'quelle place dans ma boîte mail', 'how full is my mailbox'],
  ['delegates', 'qui a accès à mon calendrier', 'who has access to my calendar'],
  ['service-health', 'y a-t-il une panne en cours', 'is it just me?'],
  ['automatic-replies-off', 'désactiver ma réponse automatique', 'turn off my automatic reply'],
  ['automatic-replies-on', 'activer ma réponse automatique', 'turn on my automatic reply'],
])('%s is reached by asking for it in either language', (id, french, english) => {
  expect(findAction(french), french).toBe(id);
  expect(findAction(english), english).toBe(id);
  expect([findCommand(french), findCommand(english)]).toEqual([undefined, undefined]);
});

test('problems that merely sound like an action go to their script', () => {
  for (const told of [
    'je ne peux plus ouvrir ma session depuis ce matin',
    "j'ai oublié mon mot de passe pendant les congés",
    'mon téléphone perdu dans le train hier soir',
    'my laptop restarts by itself every morning',
    'teams me déconnecte tout le temps',
    "je n'ai pas de licence pour ouvrir ce fichier, dit Excel",
    "l'imprimante ne synchronise plus avec mon ordinateur",
    'someone signed in as me from Brazil',
    'outlook me demande toujours mon mot de passe',
  ]) {
    expect(findAction(told), told).toBeUndefined();
  }
});
