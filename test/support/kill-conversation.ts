import { randomUUID } from 'node:crypto';
import { messageActivity } from './activities.ts';
import type { FakeChannel, Received } from './channel.ts';
import { Chat, read } from './conversation.ts';
import type { KilledService } from './kill-service.ts';

/** What the employee does, and what the answer to it says. */
const turns: readonly { say?: string; press?: string; answer: RegExp }[] = [
  { say: "l'imprimante du 2e ne sort rien", answer: /Si je comprends bien/ },
  { press: 'Oui', answer: /collègues/ },
  { press: 'Seulement moi', answer: /Essai 1/ },
  { say: 'un humain', answer: /Je l'envoie/ },
  { press: 'Envoyer', answer: /GU-\d{4}-\d{6}/ },
];

/** A reply whose outcome was unknown twice is not posted again (R9): the employee asks, as people do. */
const patience = 8000;
const nudge = 'où en est mon ticket ?';

/**
 * One conversation that ends in a ticket, with a service that dies on the way. Returns what R9 forbids and happened all
 * the same: a message acknowledged and lost, or there twice; a second ticket, reference or copy; a reply posted more than
 * twice; a conversation that does not go on.
 */
export async function killConversation(service: KilledService, channel: FakeChannel): Promise<string[]> {
  const chat = new Chat(channel, '');
  const acknowledged: string[] = [];
  const act = async (words: string, activity: object): Promise<void> => {
    await service.deliver(channel, activityIn(chat, channel, activity));
    acknowledged.push(words);
  };
  const expected = async (answer: RegExp, from: number): Promise<void> => {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      if (await arrives(chat, answer, from)) return;
      await act(nudge, { text: nudge });
    }
    throw new Error(`${answer} never came, in:\n${chat.transcript()}`);
  };
  try {
    for (const { say, press, answer } of turns) {
      const from = chat.messages().length;
      await (say === undefined ? act(press!, pressed(chat, press!)) : act(say, { text: say }));
      await expected(answer, from);
    }
    const from = chat.messages().length;
    await act(nudge, { text: nudge });
    await expected(/pas encore pris en charge/, from);
  } catch (cause) {
    return [cause instanceof Error ? cause.message : String(cause)];
  }
  return [...(await deskFaults(service, chat, acknowledged)), ...replyFaults(chat)];
}

function activityIn(chat: Chat, channel: FakeChannel, activity: object): object {
  const base = messageActivity(channel.url, '', { id: randomUUID(), from: chat.person });
  return { ...base, conversation: { ...base.conversation, id: chat.conversationId }, ...activity };
}

function pressed(chat: Chat, label: string): object {
  for (const message of chat.messages().toReversed()) {
    const action = message.attachments?.[0]?.content?.actions?.find((each: { title: string }) => each.title === label);
    if (action) return { text: undefined, value: action.data, replyToId: message.sentId };
  }
  throw new Error(`no button « ${label} » in:\n${chat.transcript()}`);
}

async function arrives(chat: Chat, answer: RegExp, from: number): Promise<boolean> {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    if (
      chat
        .messages()
        .slice(from)
        .some((message) => answer.test(read(message).words))
    )
      return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}

async function deskFaults(service: KilledService, chat: Chat, acknowledged: readonly string[]): Promise<string[]> {
  const { tickets } = await service.desk(`/tickets?requester=${chat.person.aadObjectId}`);
  if (tickets.length !== 1) return [`${tickets.length} tickets instead of 1`];
  const reference = tickets[0].ref;
  const quoted = new Set(chat.transcript().match(/GU-\d{4}-\d{6}/g));
  const faults = quoted.size === 1 && quoted.has(reference) ? [] : [`${[...quoted]} quoted instead of ${reference}`];
  let ticket = await service.desk(`/tickets/${reference}`);
  for (let attempt = 0; !ticket.external && attempt < 150; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    ticket = await service.desk(`/tickets/${reference}`);
  }
  const copies = ticket.events.filter((event: { kind: string }) => event.kind === 'external').length;
  if (!ticket.external || copies !== 1) faults.push(`${copies} copies in the ticket system instead of 1`);
  const said = ticket.transcript.flatMap((line: { from: string; text: string }) =>
    line.from === 'employee' ? [line.text] : [],
  );
  // What came after the ticket belongs to the conversation, not to it.
  const until = acknowledged.slice(0, acknowledged.indexOf('Envoyer') + 1);
  if (JSON.stringify(said) !== JSON.stringify(until))
    faults.push(`transcript: ${said.join(' | ')} instead of ${until.join(' | ')}`);
  return faults;
}

/** The text of a reply may repeat once, not more. */
function replyFaults(chat: Chat): string[] {
  const identity = (message: Received): string =>
    message.attachments?.[0]?.content?.actions?.[0]?.data?.nonce ?? message.text ?? JSON.stringify(message.attachments);
  const counts = new Map<string, number>();
  for (const message of chat.messages()) {
    // The status may be asked more than once, and a question is asked again after it.
    if (/pas de ticket|pas encore pris/.test(read(message).words)) continue;
    counts.set(identity(message), (counts.get(identity(message)) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 2)
    .map(([which, count]) => `a reply was posted ${count} times: ${which}`);
}
