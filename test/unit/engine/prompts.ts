import type { Passage } from '../../../knowledge/index.ts';
import { EngineChat, shippedContent } from '../../support/engine.ts';

const passage = {
  articleId: 'print-duplex-default',
  language: 'fr',
  title: 'Recto verso',
  heading: '',
  text: 'Cochez Recto verso.',
  reviewed: '2026-11-01',
  families: ['printing'],
  confidence: 0.9,
} as unknown as Passage;

/** Brings a new French conversation to each kind of question that the engine asks. */
export const prompts = {
  describe: (chat) => chat.say('bonjour'),
  either: (chat) => chat.say('ça marche pas'),
  reformulation: (chat) => chat.say('le vpn se coupe toutes les dix minutes'),
  fact: (chat) => {
    prompts.reformulation(chat);
    chat.press('yes');
  },
  step: (chat) => {
    prompts.fact(chat);
    chat.press('cable');
  },
  ticket: (chat) => {
    prompts.step(chat);
    chat.say('un humain');
  },
  change: (chat) => {
    prompts.ticket(chat);
    chat.press('change');
  },
  helpful: (chat) => {
    chat.world = { ...chat.world, passages: [passage] };
    chat.say('comment imprimer en recto verso ?');
  },
  secondProblem: (chat) => {
    prompts.step(chat);
    chat.say('et aussi outlook ne reçoit plus rien depuis hier');
  },
  addition: (chat) => {
    prompts.ticket(chat);
    chat.press('send');
    chat.say('le vpn se coupe aussi le soir');
  },
  judge: (chat) => {
    chat.play({ type: 'ticketResolved', reference: 'GU-2026-000009', by: 'Karim', resolution: 'Box changée' });
  },
  reopened: (chat) => {
    prompts.judge(chat);
    chat.press('not-fixed');
  },
} satisfies Record<string, (chat: EngineChat) => unknown>;

export type PromptKind = keyof typeof prompts;
export const promptKinds = Object.keys(prompts) as PromptKind[];

export async function chatAt(kind: PromptKind): Promise<EngineChat> {
  const chat = new EngineChat(await shippedContent());
  prompts[kind](chat);
  return chat;
}
