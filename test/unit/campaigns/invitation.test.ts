import { beforeAll, describe, expect, test } from 'vitest';
import type { Content } from '../../../bot/content.ts';
import { renderInvitation } from '../../../bot/rendering/campaign-invitation.ts';
import { cardProblems } from '../../support/card-schema.ts';
import { EngineChat, shippedContent } from '../../support/engine.ts';

let content: Content;
beforeAll(async () => {
  content = await shippedContent();
});

describe.each(['fr', 'en'] as const)('invitations in %s', (language) => {
  test('every campaign and every part of it has a valid card with its whole text', () => {
    for (const campaign of content.campaigns.library())
      for (const part of ['main', ...(campaign.followUps ?? []).map(({ id }) => id)]) {
        const activity = renderInvitation(campaign, part, {
          texts: content.texts,
          language,
          plain: false,
          deadline: '2026-12-11',
        });
        const card = activity.attachments![0]!.content;
        expect([campaign.id, part, cardProblems(card)]).toEqual([campaign.id, part, []]);
        expect(card.fallbackText.replaceAll('\u00a0', ' ')).toContain(campaign.title[language]);
        expect(activity.text).toBeUndefined();
      }
  });

  test('plain mode has no card and says how to start in words', () => {
    const campaign = content.campaigns.find('mfa-fatigue')!;
    const options = { texts: content.texts, language, plain: true, deadline: '2026-12-11', reminder: true };
    const activity = renderInvitation(campaign, 'main', options);
    expect(activity.attachments).toBeUndefined();
    expect(activity.text).toMatch(language === 'fr' ? /mes leçons/ : /my lessons/);
    expect(activity.text).toMatch(/11/);
  });
});

test('what is one screen to read is said at once; « Compris » finishes it, even in the middle of an incident', () => {
  const campaign = content.campaigns.find('flash-alert')!;
  const activity = renderInvitation(campaign, 'main', { texts: content.texts, language: 'fr', plain: false });
  const card = activity.attachments![0]!.content;
  expect(card.speak).toContain("N'ouvrez rien");
  expect(card.actions[0].data).toEqual({ guichet: 'campaign', action: 'done', campaign: 'flash-alert', part: 'main' });
  const chat = new EngineChat(content);
  chat.say("bonjour l'imprimante du 2e étage sort des pages blanches");
  const before = chat.state.prompt?.kind;
  const effects = chat.play({ type: 'campaign', action: 'done', campaign: 'flash-alert', part: 'main' });
  expect(effects).toContainEqual({
    type: 'participate',
    campaign: 'flash-alert',
    part: 'main',
    change: { what: 'finished' },
  });
  expect(chat.state.prompt?.kind).toBe(before);
});

test('« Compris » finishes nothing that has more to it', () => {
  const chat = new EngineChat(content);
  const effects = chat.play({ type: 'campaign', action: 'done', campaign: 'ceo-fraud', part: 'main' });
  expect(JSON.stringify(effects)).not.toContain('finished');
  expect(chat.state.prompt?.kind).toBe('exercise');
});
