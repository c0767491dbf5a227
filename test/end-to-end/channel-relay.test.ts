import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { Chat } from '../support/conversation.ts';
import { type RunningService, startForTest } from '../support/service.ts';

/** The line between a ticket's thread in the technicians' channel and the employee's own chat, on the wire. */

const team = { id: '19:support@thread.tacv2', aadGroupId: randomUUID() };
const channelData = {
  tenant: { id: '00000000-0000-0000-0000-00000000aaaa' },
  team,
  channel: { id: '19:tickets@thread.tacv2' },
  teamsChannelId: '19:tickets@thread.tacv2',
};
let channel: FakeChannel;
let service: RunningService;

beforeAll(async () => {
  [channel, service] = await Promise.all([startChannel(), startForTest()]);
  await inChannel('ici le support', 'Karim Haddad');
  await channel.waitFor(({ conversationId }) => conversationId.startsWith('19:tickets'));
});
afterAll(async () => {
  await service.stop();
  expect(channel.problems).toEqual([]);
  await channel.close();
});

async function inChannel(text: string, name: string, thread?: string, id = randomUUID()): Promise<string> {
  const technician = new Chat(channel, service.url, name);
  const conversation = {
    id: `19:tickets@thread.tacv2;messageid=${thread ?? id}`,
    conversationType: 'channel',
    isGroup: true,
    tenantId: channelData.tenant.id,
  };
  await technician.post({ id, conversation, channelData, text: `<at>Guichet</at> ${text}` });
  return id;
}
const inThread = (card: string, words: RegExp) =>
  channel.waitFor(
    ({ conversationId, text }) => conversationId.endsWith(`;messageid=${card}`) && words.test(text ?? ''),
  );
const inChat = (chat: Chat, words: RegExp) =>
  channel.waitFor(({ conversationId, text, attachments, call }) => {
    const said = `${text ?? ''}${JSON.stringify(attachments ?? '')}`;
    return conversationId === chat.conversationId && call !== 'update' && words.test(said);
  });

/** An employee with a ticket, and the id of its card in the channel. */
async function escalate(name: string): Promise<{ chat: Chat; card: string; reference: string }> {
  const chat = new Chat(channel, service.url, name);
  await chat.say("l'imprimante du 2e affiche hors ligne");
  await chat.say('oui');
  await chat.say('un humain');
  const sent = await chat.say('envoyer');
  const reference = /GU-20\d{2}-\d{6}/.exec(sent.words)![0];
  const card = await channel.waitFor(
    ({ conversationId, attachments }) =>
      conversationId.startsWith('19:tickets') && JSON.stringify(attachments ?? '').includes(reference),
  );
  return { chat, card: card.sentId, reference };
}

describe('the relay', () => {
  test('question, answer, resolution, reopening, second resolution, confirmation: each in the right place, by name', async () => {
    const { chat, card, reference } = await escalate('Odile Marchand');
    await inChannel('je prends', 'Karim Haddad', card);
    await inThread(card, /Karim Haddad prend/);
    await inChat(chat, /Karim Haddad s'occupe|Karim Haddad prend/);
    await inChannel("Quel est le numéro collé sur l'imprimante ?", 'Karim Haddad', card);
    await inChat(chat, /Karim Haddad.*numéro collé/s);
    await chat.say('IMP-0042');
    await inThread(card, /Odile Marchand.*IMP-0042/s);
    await inChannel('résolu : câble réseau rebranché', 'Karim Haddad', card);
    await inChat(chat, /câble réseau rebranché/);
    await chat.say('non, toujours hors ligne');
    await inThread(card, /Odile Marchand a rouvert/);
    await inChannel(`${reference} résolu, contournement : imprimez sur celle du 3e`, 'Karim Haddad', card);
    await inChat(chat, /celle du 3e/);
    await chat.say('oui');
    const { body } = await service.desk(`/tickets/${reference}`);
    expect(body.status).toBe('closed');
    expect(
      body.solution ?? body.events.findLast((each: { kind: string }) => each.kind === 'resolved').data.solution,
    ).toBe('workaround');
  });

  test('pressed or delivered twice, said once (R2, R3); a note stays among technicians', async () => {
    const { chat, card } = await escalate('Paul Girard');
    const id = randomUUID();
    await inChannel('Un instant, je regarde.', 'Karim Haddad', card, id);
    await inChannel('Un instant, je regarde.', 'Karim Haddad', card, id);
    await inChat(chat, /je regarde/);
    // Without its mark a verb is a word like any other.
    await inChannel('Résolu de votre côté ?', 'Karim Haddad', card);
    await inChat(chat, /Résolu de votre côté/);
    await inChannel('Note that you must restart', 'Karim Haddad', card);
    await inChat(chat, /Note that you must restart/);
    await inChannel('note : revoir le contrat du copieur', 'Karim Haddad', card);
    await inThread(card, /pour les techniciens seulement/);
    const told = channel.received.filter(({ conversationId }) => conversationId === chat.conversationId);
    expect(told.filter(({ text }) => /je regarde/.test(text ?? ''))).toHaveLength(1);
    expect(JSON.stringify(told)).not.toContain('contrat du copieur');
    await inChannel('réparé : câble rebranché', 'Karim Haddad', card);
    await inThread(card, /est marqué résolu/);
  });

  test('twelve employees and four technicians at once: in order, in the right chat, once', async () => {
    const cases = [];
    for (let number = 0; number < 12; number += 1) cases.push(await escalate(`Employé ${number}`));
    const rounds = 4;
    for (let round = 0; round < rounds; round += 1)
      await Promise.all(
        cases.map(({ card }, at) => inChannel(`question ${round} du dossier ${at}`, `Technicien ${at % 4}`, card)),
      );
    for (const [at, { chat }] of cases.entries()) {
      await inChat(chat, new RegExp(`question ${rounds - 1} du dossier ${at}\\b`));
      const questions = channel.received
        .filter(({ conversationId }) => conversationId === chat.conversationId)
        .flatMap(({ text }) => /question \d du dossier \d+/.exec(text ?? '') ?? []);
      expect(questions).toEqual(Array.from({ length: rounds }, (_, round) => `question ${round} du dossier ${at}`));
    }
    await Promise.all(cases.map(({ chat }, at) => chat.say(`réponse du dossier ${at}`)));
    for (const [at, { card }] of cases.entries()) {
      await inThread(card, new RegExp(`réponse du dossier ${at}\\b`));
      const answers = channel.received.filter(
        ({ text }) =>
          (text ?? '').includes(`réponse du dossier ${at}`) &&
          !(text ?? '').includes(`dossier ${at}0`) &&
          !(text ?? '').includes(`dossier ${at}1`),
      );
      expect(answers.map(({ conversationId }) => conversationId.endsWith(`;messageid=${card}`))).toEqual([true]);
    }
  });
});
