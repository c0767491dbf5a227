import { ConnectorClient, MicrosoftAppCredentials } from 'botframework-connector';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createConnector } from '../../bot/channel/connector.ts';
import { keepEntityProperties } from '../../bot/channel/entity-mapper.ts';
import { loadConfig } from '../../bot/config.ts';
import { messageActivity } from '../support/activities.ts';
import { type FakeChannel, startChannel } from '../support/channel.ts';

let channel: FakeChannel;
beforeAll(async () => {
  channel = await startChannel();
});
afterAll(() => channel.close());

const label = {
  type: 'https://schema.org/Message',
  '@type': 'Message',
  '@context': 'https://schema.org',
  additionalType: ['AIGeneratedContent'],
  citation: [
    {
      '@type': 'Claim',
      position: 1,
      appearance: { '@type': 'DigitalDocument', name: 'Impression pâle', abstract: 'Réglage de qualité' },
    },
  ],
};
const streaming = { type: 'streaminfo', streamType: 'informative', streamSequence: 1 };

test('what the SDK sends loses its entities without the fix and keeps them with it, on the wire', async () => {
  const client = new ConnectorClient(MicrosoftAppCredentials.Empty, { baseUri: channel.url });
  const activity = messageActivity(channel.url, 'avec entités', { override: { entities: [label, streaming] } });
  await client.conversations.sendToConversation('a:sdk', { ...activity, timestamp: new Date() });
  keepEntityProperties();
  await client.conversations.sendToConversation('a:sdk', { ...activity, timestamp: new Date() });
  const [before, after] = channel.received.filter(({ conversationId }) => conversationId === 'a:sdk');
  expect(before?.entities).toEqual([{ type: label.type }, { type: streaming.type }]);
  expect(after?.entities).toEqual([label, streaming]);
});

test('our connector keeps entities on the wire', async () => {
  const connector = createConnector({ config: loadConfig({}), logger: pino({ level: 'silent' }) });
  const activity = messageActivity(channel.url, 'avec entités', { override: { entities: [label, streaming] } });
  await connector.send({ serviceUrl: channel.url, conversation: { id: 'a:ours' } as never }, activity);
  const sent = await channel.waitFor(({ conversationId }) => conversationId === 'a:ours');
  expect(sent.entities).toEqual([label, streaming]);
  expect(channel.problems).toEqual([]);
});
