/** The smallest campaign that passes every check, with what a test wants otherwise. */
export const tip = (changes: Readonly<Record<string, string>> = {}): string => {
  const fields = {
    id: 'try-out',
    kind: 'tip',
    audience: '{ everyone: true }',
    schedule: '{ expiryDays: 30 }',
    text: 'Verrouillez votre écran.',
    more: '',
    ...changes,
  };
  return `id: ${fields.id}
kind: ${fields.kind}
title: { fr: "Un conseil", en: "A tip" }
goal: { fr: "Verrouiller son écran.", en: "Lock the screen." }
subject: screen-lock
owner: security
minutes: 1
sources: [{ title: ANSSI, url: "https://cyber.gouv.fr/" }]
audience: ${fields.audience}
schedule: ${fields.schedule}
screens:
  - id: tip
    type: text
    text: { fr: "${fields.text}", en: "Lock your screen." }
${fields.more}`;
};
