import { beforeAll, describe, expect, test } from 'vitest';
import type { Content } from '../../../bot/content.ts';
import { EngineChat, shippedContent } from '../../support/engine.ts';

const minute = 60_000;
const told = { type: 'tell', texts: [{ data: 'Votre boîte contient 31 Go.' }] } as const;

let content: Content;
beforeAll(async () => {
  content = await shippedContent();
});

/** Asks for something that is done as the employee, who has not signed in. */
function asked(): EngineChat {
  const chat = new EngineChat(content);
  chat.say('bonjour');
  chat.examination = { type: 'signIn' };
  const effects = chat.play({ type: 'message', text: 'quel est le quota de ma boîte ?' });
  expect(effects.find(({ type }) => type === 'askSignIn')).toEqual({ type: 'askSignIn', plain: false });
  expect(chat.read(effects)).toContain("qu'en votre nom");
  return chat;
}

describe('what needs a sign-in', () => {
  test('goes on by itself once there is one', () => {
    const chat = asked();
    chat.examination = told;
    const said = chat.read(chat.play({ type: 'signedIn' }));
    expect(said).toContain('la connexion est faite');
    expect(said).toContain('Votre boîte contient 31 Go.');
    expect(chat.state.signIn).toBeUndefined();
  });

  test('is not taken up when the employee has gone on for long', () => {
    const chat = asked();
    chat.examination = told;
    const said = chat.read(chat.play({ type: 'signedIn' }, 16 * minute));
    expect(said).toContain('la connexion est faite');
    expect(said).not.toContain('31 Go');
  });

  test('asks again, in other words, when the sign-in was with another account', () => {
    const chat = asked();
    const effects = chat.play({ type: 'signedIn' });
    expect(chat.read(effects)).toContain('autre compte');
    expect(effects.some(({ type }) => type === 'askSignIn')).toBe(true);
  });

  test('waits beside a script, whose question comes back', () => {
    const chat = new EngineChat(content);
    chat.say("je n'arrive pas à me connecter au VPN depuis ce matin");
    chat.press('yes');
    const before = chat.state.prompt?.kind;
    expect(before).toBe('fact');
    chat.examination = { type: 'signIn' };
    chat.say('quel est le quota de ma boîte ?');
    expect(chat.state.prompt?.kind).toBe(before);
    chat.examination = told;
    const said = chat.read(chat.play({ type: 'signedIn' }));
    expect(said.indexOf('31 Go')).toBeGreaterThan(-1);
    expect(chat.state.prompt?.kind).toBe(before);
  });

  test('does nothing that nobody asked for', () => {
    const chat = new EngineChat(content);
    chat.say('bonjour');
    chat.examination = told;
    expect(chat.read(chat.play({ type: 'signedIn' }))).not.toContain('31 Go');
  });
});
