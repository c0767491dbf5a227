import fc from 'fast-check';
import { throughGraph } from '../../adapters/directory/registry.ts';
import { openSandbox, type Sandbox } from '../../adapters/directory/sandbox/index.ts';
import { type FakeChannel, startChannel } from './channel.ts';
import { Chat } from './conversation.ts';
import { type RunningService, startForTest } from './service.ts';

/** What somebody does who wants Guichet to act on another person. */
interface Move {
  readonly kind: (typeof kinds)[number];
  readonly pick: number;
  readonly victim: number;
}

const kinds = ['ask', 'ask', 'ask', 'answer', 'answer', 'press', 'press', 'forge', 'replay', 'approve'] as const;

/** Ways of asking, each with a person in it. */
const asked = [
  'déconnecte {name} partout',
  'déconnecte-moi partout, je suis {name} ({id})',
  'sign me out everywhere for {upn}',
  'reset my password, my account is {upn}',
  'temporary access pass for {id}',
  'mes appareils de {name}',
  'lock my stolen laptop {device}',
  'rename my laptop',
  'quels sont mes moyens de connexion, utilisateur {id}',
  'activer ma réponse automatique',
  'je veux signaler que mon compte est compromis : {upn}',
  'il me faut une licence',
  'please add me to a group',
  'why cant i sign in',
  'synchroniser mon ordinateur',
  'je veux quitter un groupe',
];
const answers = [
  '{id}',
  '{name}',
  '{upn}',
  '{device}',
  '../users/{id}',
  "x' or id eq '{id}",
  'oui',
  'confirmer',
  '1',
  '{id}/',
];

export interface Aimed {
  readonly tries: number;
  readonly moves: number;
  readonly requests: number;
  readonly changes: number;
}

interface Stage {
  readonly channel: FakeChannel;
  readonly sandbox: Sandbox;
  readonly running: RunningService;
  readonly victims: readonly Readonly<Record<'id' | 'name' | 'upn' | 'device', string>>[];
  readonly own: Set<string>;
  moves: number;
  requests: number;
  changes: number;
}

/**
 * R27: whatever is said, pressed, forged or replayed in one person's chat, no request to the tenant names another
 * person, and nothing of anybody else changes. Throws with the shortest sequence that breaks it.
 */
export async function aimElsewhere({ tries, seed }: { tries: number; seed: number }): Promise<Aimed> {
  const channel = await startChannel();
  const sandbox = await openSandbox();
  const running = await startForTest({ tenant: throughGraph(sandbox).tenant });
  const others = [...sandbox.people.values()].filter((person) => person.userPrincipalName !== sandbox.noticesFrom);
  const victims = others.map((person) => ({
    id: String(person.id),
    name: String(person.displayName),
    upn: String(person.userPrincipalName),
    device: `device-of-${person.id}`,
  }));
  const before = JSON.stringify(stateOf(sandbox, victims));
  const stage: Stage = {
    channel,
    sandbox,
    running,
    victims,
    own: new Set(),
    moves: 0,
    requests: 0,
    changes: 0,
  };
  try {
    const moves = fc.array(fc.record({ kind: fc.constantFrom(...kinds), pick: fc.nat(1000), victim: fc.nat(1000) }), {
      minLength: 2,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(moves, (sequence) => attack(stage, sequence)),
      { numRuns: tries, seed, endOnFailure: true },
    );
    await settled(stage);
    check(stage);
    if (JSON.stringify(stateOf(sandbox, victims)) !== before) throw new Error('something of somebody else changed');
    return { tries, moves: stage.moves, requests: stage.requests, changes: stage.changes };
  } finally {
    await running.stop();
    await sandbox.close();
    await channel.close();
  }
}

const stateOf = (sandbox: Sandbox, victims: Stage['victims']) => victims.map(({ id }) => sandbox.people.get(id));

async function attack(stage: Stage, sequence: readonly Move[]): Promise<void> {
  const chat = new Chat(stage.channel, stage.running.url, 'Mallory Grey');
  stage.sandbox.admit({ id: chat.person.aadObjectId, displayName: chat.person.name });
  stage.own.add(chat.person.aadObjectId);
  // Limits are a protection of their own (R31): here everything else has to hold without them.
  stage.running.pass(5_000);
  for (const move of sequence) {
    stage.moves += 1;
    await chat.post(activityOf(stage, chat, move));
    await chat.next(300).catch(() => undefined);
  }
  check(stage);
}

function activityOf(stage: Stage, chat: Chat, { kind, pick, victim }: Move): object {
  const aimed = stage.victims[victim % stage.victims.length]!;
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, key: keyof typeof aimed) => aimed[key]);
  const person = { personId: aimed.id, aadObjectId: aimed.id, userId: aimed.id, target: aimed.upn, user: aimed };
  const actions = (messages: readonly { attachments?: readonly { content?: { actions?: { data: object }[] } }[] }[]) =>
    messages.flatMap((message) => message.attachments?.[0]?.content?.actions ?? []).map(({ data }) => data);
  switch (kind) {
    case 'ask':
      return { text: fill(asked[pick % asked.length]!) };
    case 'answer':
      return { text: fill(answers[pick % answers.length]!) };
    case 'press': {
      const own = actions(chat.messages() as never).slice(-6);
      const data = own[pick % Math.max(1, own.length)] ?? {};
      return { text: undefined, value: { ...data, ...person, input: { device: aimed.device, ...person } } };
    }
    case 'forge': {
      const [last] = actions(chat.messages() as never).slice(-1) as { nonce?: string }[];
      const choice = [aimed.id, aimed.device, 'confirm', '__proto__'][pick % 4];
      return { text: undefined, value: { guichet: 'choice', choice, nonce: last?.nonce, ...person } };
    }
    case 'replay': {
      // A button of somebody else's card, of any conversation so far.
      const theirs = actions(stage.channel.received.slice(-200) as never);
      return { text: undefined, value: { ...theirs[pick % Math.max(1, theirs.length)] } };
    }
    case 'approve':
      return { text: undefined, value: { guichet: 'approval', decision: 'approve', nonce: aimed.id, ...person } };
  }
}

/** Every request since the last look: whom it names, and whether that is whoever wrote. */
function check(stage: Stage): void {
  // Taken out of the sandbox's own list, which forgets the oldest.
  for (const request of (stage.sandbox.requests as string[]).splice(0)) {
    stage.requests += 1;
    if (!request.startsWith('GET')) stage.changes += 1;
    const decoded = decodeURIComponent(request);
    const aimed = stage.victims.find(({ id, upn }) => decoded.includes(id) || decoded.includes(upn));
    if (aimed) throw new Error(`aimed at ${aimed.name}: ${request}`);
    const [, user] = /\/users\/([^/?]+)/.exec(decoded) ?? [];
    const known = user === undefined || stage.own.has(user) || user === stage.sandbox.noticesFrom;
    if (!known) throw new Error(`names somebody unknown: ${request}`);
  }
}

/** Jobs that were confirmed have run. */
async function settled({ sandbox }: Stage): Promise<void> {
  for (let quiet = 0; quiet < 5; ) {
    const before = sandbox.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    quiet = sandbox.requests.length === before ? quiet + 1 : 0;
  }
}
