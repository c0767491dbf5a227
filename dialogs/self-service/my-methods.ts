import type { AuthenticationMethod, MethodKind } from '../../adapters/directory/actions-port.ts';
import type { Localised } from '../../knowledge/index.ts';
import type { Text } from '../engine/types.ts';
import { lines, moment, named, type SelfServiceAction, written } from './action.ts';

const kinds: Readonly<Record<MethodKind, Localised>> = {
  password: { fr: 'Mot de passe', en: 'Password' },
  phone: { fr: 'Téléphone', en: 'Phone' },
  authenticator: { fr: 'Microsoft Authenticator', en: 'Microsoft Authenticator' },
  passkey: { fr: "Clé d'accès", en: 'Passkey' },
  hello: { fr: 'Windows Hello', en: 'Windows Hello' },
  oath: { fr: 'Générateur de codes', en: 'Code generator' },
  email: { fr: 'Adresse de secours', en: 'Recovery address' },
  platform: { fr: 'Clé de la plateforme (macOS)', en: 'Platform credential (macOS)' },
  pass: { fr: 'Passe temporaire', en: 'Temporary pass' },
  other: { fr: 'Autre', en: 'Other' },
};

const texts = {
  ...kinds,
  list: { fr: 'Vos moyens de connexion :', en: 'Your ways of signing in:' },
  one: { fr: '{kind} {label}', en: '{kind} {label}' },
  since: { fr: '{method}, ajouté le {at}', en: '{method}, added {at}' },
  unknown: {
    fr: "Si l'un d'eux n'est pas à vous, dites « mon compte est piraté ».",
    en: 'If one of them is not yours, say "my account is compromised".',
  },
  single: {
    fr: "Vous n'en avez qu'un pour valider : ajoutez-en un second sur {organisation.securityInfoPortal}, avant d'en avoir besoin.",
    en: 'You have only one to approve with: add a second at {organisation.securityInfoPortal}, before you need it.',
  },
} as const;

/** « Téléphone +33 •• •• •• 42 ». */
export const describeMethod = ({ kind, label }: AuthenticationMethod): Text =>
  label === undefined ? written(kinds[kind]) : written(texts.one, { kind: written(kinds[kind]), label: named(label) });

/** What may be taken away: a lost phone, an app on it. Passwords and temporary passes are no such thing. */
export const isRemovable = ({ kind }: AuthenticationMethod): boolean => !['password', 'pass', 'other'].includes(kind);

export const myMethods: SelfServiceAction = {
  id: 'my-methods',
  title: { fr: 'Voir mes moyens de connexion', en: 'See my ways of signing in' },
  description: {
    fr: 'Je vous montre les téléphones, clés et applications qui valident vos connexions.',
    en: 'I show you the phones, keys and apps that approve your sign-ins.',
  },
  phrases: [
    'mes methodes/moyens de/dauthentification/d connexion/validation/authentification?',
    'mes methodes/moyens dauthentification',
    'quels/quelles sont mes moyens/methodes',
    'my authentication/sign/mfa in? methods',
    'my ways of signing in',
  ],
  permissions: [
    {
      name: 'UserAuthenticationMethod.ReadWrite.All',
      type: 'application',
      calls: ['GET /users/{user-id}/authentication/methods'],
    },
  ],
  risk: 'read',
  forPrivileged: true,
  perDay: 30,
  repeatable: true,
  texts,
  async examine({ tenant, signal }) {
    const methods = await tenant.readMethods(signal);
    const told = methods.map((method) =>
      method.addedAt === undefined
        ? describeMethod(method)
        : written(texts.since, { method: describeMethod(method), at: moment(method.addedAt) }),
    );
    const approving = methods.filter(isRemovable);
    return {
      type: 'tell',
      texts: [
        { all: [written(texts.list), lines(told)], separator: '\n' },
        written(texts.unknown),
        ...(approving.length === 1 ? [written(texts.single)] : []),
      ],
      next: approving.length > 0 ? ['remove-method'] : [],
    };
  },
};
