import type { Localised } from '../../knowledge/index.ts';

/**
 * What Entra's sign-in errors mean to whoever meets them (AADSTS numbers, learn.microsoft.com/entra/identity-platform/
 * reference-error-codes). Those that tell nothing to do are left to the general sentence.
 */
const meanings: Readonly<Record<number, Localised>> = {
  50034: {
    fr: "L'adresse tapée n'existe pas : vérifiez-la, lettre par lettre.",
    en: 'The address typed does not exist: check it, letter by letter.',
  },
  50053: {
    fr: 'Trop de mots de passe faux : le compte est verrouillé quelques minutes. Attendez {organisation.lockMinutes} minutes sans réessayer ; un ancien mot de passe resté sur un téléphone le verrouille à nouveau.',
    en: 'Too many wrong passwords: the account is locked for a few minutes. Wait {organisation.lockMinutes} minutes without trying; an old password left on a phone locks it again.',
  },
  50055: {
    fr: 'Le mot de passe a expiré : il faut en choisir un nouveau.',
    en: 'The password has expired: a new one must be chosen.',
  },
  50057: { fr: 'Le compte est désactivé.', en: 'The account is disabled.' },
  50074: {
    fr: "La validation par téléphone était demandée et n'a pas été faite.",
    en: 'Approval by phone was asked for and not given.',
  },
  50076: {
    fr: "La validation par téléphone était demandée et n'a pas été faite.",
    en: 'Approval by phone was asked for and not given.',
  },
  50079: {
    fr: "Il faut d'abord enregistrer un moyen de validation.",
    en: 'A way of approving sign-ins must be registered first.',
  },
  50105: {
    fr: "Votre compte n'a pas accès à cette application.",
    en: 'Your account has no access to this application.',
  },
  50126: {
    fr: "Le mot de passe ou l'adresse était faux.",
    en: 'The password or the address was wrong.',
  },
  50144: {
    fr: 'Le mot de passe a expiré : il faut en choisir un nouveau.',
    en: 'The password has expired: a new one must be chosen.',
  },
  50173: {
    fr: 'Le mot de passe a changé depuis : il faut se reconnecter avec le nouveau.',
    en: 'The password has changed since: sign in again with the new one.',
  },
  53000: {
    fr: "L'appareil n'est pas conforme : il lui manque une mise à jour, le chiffrement ou une protection.",
    en: 'The device is not compliant: an update, encryption or a protection is missing.',
  },
  53001: {
    fr: "L'appareil n'est pas géré par l'organisation.",
    en: 'The device is not managed by the organisation.',
  },
  53003: {
    fr: "Une règle d'accès a refusé la connexion depuis ce lieu ou cet appareil.",
    en: 'An access rule refused the sign-in from this place or device.',
  },
  53011: {
    fr: "Entra juge le compte à risque et l'a bloqué : c'est pour l'équipe Sécurité.",
    en: 'Entra finds the account at risk and has blocked it: this is for the Security team.',
  },
  500121: {
    fr: "La validation par téléphone a été refusée ou n'a pas abouti.",
    en: 'The approval by phone was refused or did not get through.',
  },
};

const other: Localised = {
  fr: 'La connexion a échoué (erreur {code}).',
  en: 'The sign-in failed (error {code}).',
};

/** What the error means, in plain words; `{code}` may be in it. */
export const meaningOfSignInError = (code: number): Localised => meanings[code] ?? other;

/** Everything that may be said, for the check of the texts. */
export const signInMeanings: readonly Localised[] = [...Object.values(meanings), other];
