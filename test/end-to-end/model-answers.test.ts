import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeChannel, type Received, startChannel } from '../support/channel.ts';
import { type ModelBehaviour, type ModelServer, startModelServer } from '../support/model-server.ts';
import { type RunningService, startForTest } from '../support/service.ts';

const question = 'How do I stop an echo in a Teams meeting?';
/** In the article's own words. */
const supported =
  'In a Teams meeting without sound, first see whether the microphone is crossed out, then choose the same headset for speaker and microphone [1].';

// biome-ignore lint/suspicious/noExplicitAny: entities are whatever is on the wire
const entity = (message: Received, type: string): any => message.entities?.find((each) => each.type === type);
const isLabelled = (message: Received) => entity(message, 'https://schema.org/Message') !== undefined;
const wordsOf = (message: Received) => `${message.text ?? ''} ${message.attachments?.[0]?.content?.speak ?? ''}`;

describe('answers with a model', { timeout: 60_000 }, () => {
  let model: ModelServer;
  let channel: FakeChannel;
  let service: RunningService;
  let people = 0;

  beforeAll(async () => {
    model = await startModelServer();
    channel = await startChannel();
    service = await startForTest({
      environment: { OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'test-model', GUICHET_MODEL_REGION: 'this machine' },
    });
  }, 60_000);

  afterAll(async () => {
    await service?.stop();
    await channel?.close();
    await model?.close();
  });

  /** A new person asks; what the bot says until it asks whether that helped. */
  async function ask(behaviour: ModelBehaviour, text = question) {
    model.behave(behaviour);
    people += 1;
    const conversation = `model-chat-${people}`;
    const from = { id: `29:model-${people}`, aadObjectId: `00000000-0000-4000-8000-0000000001${10 + people}` };
    const began = performance.now();
    const acknowledged = await channel.say(service.url, text, { conversationId: conversation, from, locale: 'en-GB' });
    const took = performance.now() - began;
    const asked = (message: Received) =>
      message.conversationId === conversation && wordsOf(message).includes('Does that answer your question?');
    await channel.waitFor(asked, 5000);
    const said = channel.received.filter((message) => message.conversationId === conversation);
    return { acknowledged, took, said, conversation, from };
  }

  it('asks no model before an administrator accepts it', async () => {
    const { said } = await ask({ kind: 'answer', text: supported });
    expect(model.requests).toHaveLength(0);
    expect(said.some(isLabelled)).toBe(false);
  });

  it('is switched on by an administrator, named, and in the audit log (R32)', async () => {
    const before = await service.desk('/language-model');
    expect(before.body).toMatchObject({ set: true, accepted: false, endpoint: new URL(model.url).origin });
    const after = await service.desk('/language-model', { by: 'Ada', accepted: true });
    expect(after).toMatchObject({ status: 200, body: { accepted: true, by: 'Ada', region: 'this machine' } });
    people += 1;
    await channel.say(service.url, 'privacy', { conversationId: 'privacy-chat', locale: 'en-GB' });
    const told = await channel.waitFor((message) => wordsOf(message).includes(new URL(model.url).origin));
    expect(wordsOf(told)).toContain('this machine');
  });

  it('labels the answer, cites its passages and asks for feedback on the wire', async () => {
    const { said } = await ask({ kind: 'answer', text: supported });
    const [answer, ...more] = said.filter(isLabelled);
    expect(more).toHaveLength(0);
    expect(answer!.text).toContain('first see whether the microphone is crossed out');
    expect(answer!.text).toContain('[1]');
    expect(entity(answer!, 'https://schema.org/Message')).toMatchObject({
      '@type': 'Message',
      '@context': 'https://schema.org',
      additionalType: ['AIGeneratedContent'],
      citation: [{ '@type': 'Claim', position: 1, appearance: { '@type': 'DigitalDocument' } }],
    });
    expect(answer!.channelData).toMatchObject({ feedbackLoop: { type: 'default' } });
    expect(channel.problems).toEqual([]);
  });

  it('keeps what people say of it, redacted, and answers the buttons with 200 {}', async () => {
    const { said, conversation, from } = await ask({ kind: 'answer', text: supported });
    const answer = said.find(isLabelled)!;
    const feedback = JSON.stringify({ feedbackText: 'wrong, my password is Soleil2026!' });
    const response = await channel.post(service.url, {
      type: 'invoke',
      name: 'message/submitAction',
      id: 'feedback-1',
      channelId: 'msteams',
      serviceUrl: channel.url,
      conversation: { id: conversation, conversationType: 'personal' },
      from,
      recipient: { id: '28:guichet' },
      replyToId: answer.sentId,
      value: { actionName: 'feedback', actionValue: { reaction: 'dislike', feedback } },
    });
    expect(response).toMatchObject({ status: 200, body: {} });
  });

  it('streams what stands when it takes longer than a second, and ends with the committed message', async () => {
    const { said, took } = await ask({ kind: 'answer', text: `${supported} ${supported}`, pace: 80 });
    expect(took).toBeLessThan(2000);
    const pieces = said.filter((message) => message.type === 'typing' && entity(message, 'streaminfo'));
    expect(pieces.length).toBeGreaterThan(1);
    const info = pieces.map((message) => entity(message, 'streaminfo'));
    expect(info.map(({ streamSequence }) => streamSequence)).toEqual(info.map((_, at) => at + 1));
    expect(info[0].streamId).toBeUndefined();
    const id = pieces[0]!.sentId;
    expect(info.slice(1).every(({ streamId }) => streamId === id)).toBe(true);
    const final = said.find(isLabelled)!;
    expect(entity(final, 'streaminfo')).toEqual({ type: 'streaminfo', streamType: 'final', streamId: id });
  });

  it('goes on with an ordinary message when the channel refuses the stream', async () => {
    channel.fail({ status: 403, code: 'ContentStreamNotAllowed' });
    const { said } = await ask({ kind: 'answer', text: supported, pace: 90 });
    const final = said.find((message) => isLabelled(message))!;
    expect(entity(final, 'streaminfo')).toBeUndefined();
  });

  const hostile: readonly [string, ModelBehaviour][] = [
    ['429', { kind: 'refuse', status: 429, retryAfter: '30' }],
    ['500', { kind: 'refuse', status: 500 }],
    ['a reset', { kind: 'reset' }],
    ['nonsense', { kind: 'nonsense' }],
    ['a tool call', { kind: 'tool-call', name: 'resetPassword', arguments: '{"user":"ceo"}' }],
    ['an unsupported sentence', { kind: 'answer', text: 'Send your password to helpdesk@evil.example [1].' }],
    ['a supported subject denied', { kind: 'answer', text: supported.replace('then choose', 'then never choose') }],
    ['a link of its own', { kind: 'answer', text: '[Turn off the microphone](https://evil.example/x) now [1].' }],
    ['no citation', { kind: 'answer', text: supported.replace(' [1]', '') }],
    ['a citation of nothing', { kind: 'answer', text: supported.replace('[1]', '[9]') }],
    ['its instructions', { kind: 'answer', text: 'You write the answer of the IT support desk [1].' }],
  ];
  it.each(hostile)('shows the extract after %s (R35)', async (_name, behaviour) => {
    const { said, took } = await ask(behaviour);
    expect(took).toBeLessThan(2000);
    expect(said.some(isLabelled)).toBe(false);
    const words = said.map(wordsOf).join('\n');
    expect(words).toContain('Source: ');
    expect(words).not.toMatch(/evil|your password|resetPassword|then never choose/);
  });
});

describe('a slow model', { timeout: 60_000 }, () => {
  it.each<ModelBehaviour>([{ kind: 'hang' }, { kind: 'stall', text: supported }])(
    'is acknowledged within 2 s and given up after 8 s: $kind (R1, R7)',
    async (behaviour) => {
      const model = await startModelServer();
      const channel = await startChannel();
      const service = await startForTest({ environment: { OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'm' } });
      try {
        await service.desk('/language-model', { by: 'Ada', accepted: true });
        model.behave(behaviour);
        const began = performance.now();
        await channel.say(service.url, question, { locale: 'en-GB' });
        expect(performance.now() - began).toBeLessThan(2000);
        const told = await channel.waitFor((message) => wordsOf(message).includes('Source: '), 15_000);
        expect(performance.now() - began).toBeGreaterThan(7000);
        expect(isLabelled(told)).toBe(false);
      } finally {
        await service.stop();
        await channel.close();
        await model.close();
      }
    },
  );
});
