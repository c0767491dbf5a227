/**
 * Who plays in the Playground: the people and places it shows, by the ids the sandbox tenant knows them under.
 * The Playground asks for exactly five people besides the one who writes.
 */
export interface PlaygroundPerson {
  readonly id: string;
  /** Entra object id, as in the sandbox tenant. */
  readonly aadObjectId: string;
  readonly givenName: string;
  readonly surname: string;
}

const objectId = (number: number) => `7f3b5c1e-0000-4000-8000-000000000${number}`;

export const playgroundTenantId = '7f3b5c1e-0000-4000-8000-000000000001';

export const currentPerson: PlaygroundPerson = {
  id: '29:odile',
  aadObjectId: objectId(101),
  givenName: 'Odile',
  surname: 'Marchand',
};

export const otherPeople: readonly PlaygroundPerson[] = [
  { id: '29:priya', aadObjectId: objectId(102), givenName: 'Priya', surname: 'Nair' },
  { id: '29:karim', aadObjectId: objectId(103), givenName: 'Karim', surname: 'Benali' },
  { id: '29:maelle', aadObjectId: objectId(104), givenName: 'Maëlle', surname: 'Le Goff' },
  { id: '29:tom', aadObjectId: objectId(105), givenName: 'Tom', surname: 'Fletcher' },
  { id: '29:sylvie', aadObjectId: objectId(106), givenName: 'Sylvie', surname: 'Arnaud' },
];

const asUser = (person: PlaygroundPerson) => {
  const address = `${person.id.slice('29:'.length)}@guichet.example`;
  return {
    ...person,
    name: `${person.givenName} ${person.surname}`,
    // Spelt as the Playground's own schema spells it.
    userPrincipleName: address,
    email: address,
  };
};

/**
 * The content of `.m365agentsplayground.yml`. Conversation ids are fixed, not random as by default,
 * so that the bot finds its conversations again after a restart.
 */
export function playgroundConfiguration() {
  return {
    version: '0.1.1',
    tenantId: playgroundTenantId,
    bot: { id: '28:guichet-local', name: 'Guichet' },
    currentUser: asUser(currentPerson),
    users: otherPeople.map(asUser),
    personalChat: { id: 'a:odile-guichet' },
    groupChat: { id: '19:entraide@thread.v2', name: 'Entraide' },
    team: {
      id: '19:support@thread.tacv2',
      name: 'Support informatique',
      aadGroupId: objectId(201),
      channels: [{ id: '19:techniciens@thread.tacv2', name: 'Techniciens' }],
    },
  };
}
