import { beforeEach, describe, expect, test } from 'vitest';
import type { Content } from '../../../bot/content.ts';
import { draftsOf, EngineChat, shippedContent } from '../../support/engine.ts';

const content: Content = await shippedContent();
let chat: EngineChat;
beforeEach(() => {
  chat = new EngineChat(content);
});
const send = () => draftsOf(chat.play({ type: 'chosen', choice: 'send' }))[0]!;
const hour = 3600_000;

describe('the reformulation', () => {
  test('is skipped where it would only repeat the message', () => {
    expect(chat.say('imprimante marche pas')).toContain('Que se passe-t-il quand vous imprimez');
  });

  test('is skipped for a family that was picked', () => {
    chat.say('ça marche pas');
    expect(chat.press('printing')).toContain('Que se passe-t-il quand vous imprimez');
  });

  test.each([
    ['oui mais seulement en 4G', '4G/5G', 'Essai 1'],
    ['oui et je suis en wifi', 'Wi-Fi de la maison', 'Essai 1'],
  ])('« %s »: the fact is taken, and not asked', (words, value, next) => {
    chat.say('le vpn se coupe toutes les dix minutes');
    const said = chat.say(words);
    expect(said).toContain(value);
    expect(said).toContain(next);
  });

  test("« non, c'est… » of another family starts that one, with both messages", () => {
    chat.say("le scan vers ma messagerie n'arrive jamais");
    expect(chat.say("non, c'est outlook qui ne reçoit plus rien depuis hier")).toContain('Outlook ne reçoit plus rien');
    expect(chat.state.active?.words).toContain('scan');
  });

  test('« pas tout à fait », then nothing readable: the problem is asked in plain terms, the words are kept', () => {
    chat.say("l'imprimante du 2e sort des pages blanches");
    chat.press('no');
    expect(chat.say('le papier fait un bruit de crécelle')).toContain('Que se passe-t-il quand vous imprimez');
    expect(chat.state.active?.notes.join()).toContain('crécelle');
    expect(chat.state.active?.facts.map(({ id }) => id)).toContain('floor');
  });
});

describe('answers out of turn', () => {
  test('what is known already is said to be so', () => {
    chat.say('le vpn marche pas, je suis en wifi à la maison depuis hier');
    chat.say('oui');
    expect(chat.say('wifi')).toContain("je l'ai bien noté");
  });

  test('several facts in one answer are all taken', () => {
    chat.say('imprimante marche pas');
    chat.say('rien ne sort, pour tout le monde, au 2e étage');
    expect(chat.state.prompt?.kind).toBe('step');
  });

  test('a second problem that sounds like an outcome is no outcome', () => {
    chat.say("l'imprimante du 2e sort des pages blanches, que pour moi");
    chat.say('oui');
    expect(chat.say('au fait outlook est aussi déconnecté depuis ce matin')).toContain('un autre problème');
    expect(chat.state.active?.steps).toEqual([]);
  });

  test('the ticket is shown again with what changed', () => {
    chat.say('le vpn se coupe toutes les dix minutes, je suis en wifi');
    chat.say('un humain');
    const said = chat.say('en fait je suis par câble');
    expect(said).toMatch(/« Câble » au lieu de « Wi-Fi de la maison ».*Je l'envoie/s);
    expect(send().title).toContain('Câble');
  });

  test('a photo answers « que lit-on sur l’écran ? »', () => {
    chat.say("l'imprimante affiche une erreur");
    chat.say('oui');
    expect(chat.say('', { attachments: ['ecran.jpg'] })).toContain('De quelle imprimante');
    chat.say('un humain');
    expect(send().facts).toContainEqual(expect.objectContaining({ id: 'error-code', value: 'ecran.jpg' }));
  });

  test('« ça remarche » closes the request, and « ça recommence » takes it up where it was', () => {
    chat.say('le vpn se coupe toutes les dix minutes, je suis en wifi');
    chat.say('oui');
    chat.say('non');
    expect(chat.say('oui, ça marche')).toContain('temporaire');
    const said = chat.say('ça recommence', {}, 30 * hour);
    expect(said).toMatch(/revenu.*Essai 3/s);
    expect(chat.state.active?.steps.map(({ outcome }) => outcome)).toEqual(['did_not_work', 'did_not_work']);
  });

  test('right after a ticket, more words are offered to it', () => {
    chat.say('le vpn se coupe toutes les dix minutes');
    chat.say('un humain');
    send();
    chat.say('le vpn se coupe aussi le soir');
    const effects = chat.play({ type: 'message', text: 'oui' });
    expect(effects).toContainEqual({
      type: 'addToTicket',
      reference: 'GU-2026-000001',
      words: 'le vpn se coupe aussi le soir',
    });
  });

  test('given up by mistake, it can still be sent', () => {
    chat.say('le vpn se coupe toutes les dix minutes');
    chat.say('un humain');
    chat.press('cancel');
    chat.say('je veux un humain');
    expect(send().category).toBe('network.vpn');
  });
});

describe('two problems', () => {
  test('told in one breath: one after the other, linked both ways', () => {
    chat.say("outlook ne reçoit plus rien depuis hier et aussi l'imprimante du 2e fait des bourrages");
    chat.say('un humain');
    const first = chat.play({ type: 'chosen', choice: 'send' });
    const [mail] = draftsOf(first);
    const secondId = chat.state.active!.id;
    expect(mail).toMatchObject({ category: 'email.client', linkedRequestId: secondId });
    chat.say('un humain');
    const printing = send();
    const firstId = first.flatMap((effect) => (effect.type === 'escalate' ? [effect.requestId] : []))[0];
    expect(printing).toMatchObject({ category: 'printing', linkedRequestId: firstId });
  });

  test('« maintenant »: the first one keeps its answers and is taken up again', () => {
    chat.say("l'imprimante de l'accueil bourre");
    chat.say('oui');
    chat.say('non');
    chat.say('et aussi outlook ne reçoit plus rien depuis hier');
    chat.press('now');
    chat.say('un humain');
    chat.press('cancel');
    expect(chat.state.active?.code).toBe('printing');
    expect(chat.state.active?.steps).toHaveLength(1);
    expect(chat.state.prompt?.kind).toBe('step');
  });

  test('security comes first, with its containment', () => {
    chat.say("l'imprimante bourre");
    chat.say('oui');
    const said = chat.say("j'ai cliqué sur le lien d'un mail suspect et j'ai donné mon mot de passe");
    expect(said).toMatch(/passe avant.*changez maintenant votre mot de passe/s);
    expect(chat.state.parked.map(({ code }) => code)).toEqual(['printing']);
  });
});

describe('what is not understood', () => {
  test('is asked again once, then left; the fourth time a human is offered', () => {
    chat.say("l'imprimante ne sort rien");
    chat.say('oui');
    expect(chat.say('xkcd wqz')).toContain('pas bien saisi');
    expect(chat.say('blorg')).toContain('on avance sans');
    expect(chat.say('zut zut zzz')).not.toContain('saisi');
    expect(chat.say('qsdf')).not.toContain('saisi');
    expect(chat.state.active?.misread).toBeLessThanOrEqual(4);
  });

  test('« je ne sais pas » to everything ends in a ticket that claims nothing', () => {
    chat.say('le vpn marche pas');
    for (let turn = 0; chat.state.prompt?.kind !== 'ticket' && turn < 20; turn += 1) chat.say('je ne sais pas');
    const said = chat.say('je ne sais pas');
    expect(said).toContain('tel quel');
    expect(
      send()
        .facts.filter(({ source }) => source === 'said')
        .every(({ value }) => value === 'ne sait pas'),
    ).toBe(true);
  });

  test('« j’ai ce qu’il faut pour un technicien » is not said when it is not so', () => {
    chat.say('le vpn marche pas');
    expect(chat.say('je ne sais pas')).not.toContain("J'ai ce qu'il faut");
  });

  test.each(["c'est quoi ça ?", 'je ne comprends pas', 'pourquoi ?'])('« %s » explains the question', (words) => {
    chat.say('le vpn se coupe toutes les dix minutes');
    chat.say('oui');
    expect(chat.say(words)).toMatch(/Le VPN passe par cette liaison.*relié à Internet/s);
  });
});

describe('wishes', () => {
  test('are kept, obeyed and passed on; a step that needs what cannot be done is passed over', () => {
    expect(chat.say("je suis en fauteuil roulant, rien ne sort de l'imprimante du 2e, pour tout le monde")).toContain(
      'vous déplacer',
    );
    const said = chat.say('oui');
    expect(said).toMatch(/ce qui ne vous convient pas.*À savoir : pas de déplacement/s);
    const draft = send();
    expect(draft.preferences).toEqual(['pas de déplacement']);
    expect(draft.steps.every(({ outcome }) => outcome === 'could_not')).toBe(true);
  });
});

describe('the end', () => {
  test('a workaround proposes a ticket for the definitive fix', () => {
    chat.say('le vpn est très lent, je suis par câble');
    chat.say('oui');
    expect(chat.say('oui ça marche')).toMatch(/contournement.*correction définitive/s);
    expect(send()).toMatchObject({ reason: 'workaround' });
  });

  test('a tip closes a short path once in 90 days, and no tiring one', () => {
    const solve = () => {
      chat.say("l'imprimante de l'accueil bourre");
      chat.say('oui');
      return chat.say('oui, réglé');
    };
    expect(solve()).toContain('Le saviez-vous');
    expect(solve()).not.toContain('Le saviez-vous');
    chat.say("l'imprimante de l'accueil bourre, j'en ai marre", {}, 100 * 24 * hour);
    chat.say('oui');
    expect(chat.say('oui, réglé')).not.toContain('Le saviez-vous');
  });

  test('a ticket resolved meanwhile is judged once the current problem is done; silence never counts', () => {
    chat.say("l'imprimante bourre");
    chat.play({ type: 'ticketResolved', reference: 'GU-2026-000009', by: 'Karim', resolution: 'Box changée' });
    chat.say('annuler');
    expect(chat.state.prompt).toMatchObject({ kind: 'judge', reference: 'GU-2026-000009' });
    expect(chat.say('merci')).toContain('est-ce bien réglé');
    expect(chat.play({ type: 'message', text: 'oui' })).toContainEqual(
      expect.objectContaining({ type: 'judgeTicket', fixed: true }),
    );
  });

  test('time spent beyond the budget offers a technician; going on is possible', () => {
    chat.say("l'imprimante du 2e ne sort rien, seulement pour moi");
    chat.say('oui', {}, hour);
    for (let turn = 0; turn < 8; turn += 1) chat.say('bonjour', {}, hour);
    expect(chat.say('non', {}, hour)).toContain('perdre plus de temps');
    expect(chat.say('non')).toMatch(/on continue.*Essai 2/s);
  });
});

describe('a yes or no with more in it', () => {
  test.each([
    ["non, c'est seulement pour moi", 'Seulement moi'],
    ['oui mais seulement pour moi', 'Seulement moi'],
  ])('« %s » at the ticket changes it and sends nothing', (words, value) => {
    chat.say("l'imprimante du 2e ne sort rien, tout le monde est touché");
    chat.say('un humain');
    const effects = chat.play({ type: 'message', text: words });
    expect(effects.map(({ type }) => type)).not.toContain('escalate');
    expect(effects.map(({ type }) => type)).not.toContain('close');
    expect(chat.read(effects)).toContain(value);
  });

  test('« non, et maintenant… » at a step is its outcome, and the rest is noted', () => {
    chat.say('outlook plante sans arrêt sur mon PC');
    chat.say('oui');
    chat.say('non, et maintenant il dit 0x80040115');
    expect(chat.state.active?.steps.map(({ outcome }) => outcome)).toEqual(['did_not_work']);
    expect(chat.state.active?.facts.map(({ value }) => value)).toContain('0x80040115');
  });

  test('« envoyer » before any ticket shows one, and is no success', () => {
    chat.say('outlook plante sans arrêt sur mon PC');
    chat.say('oui');
    chat.say('envoyer');
    expect(chat.state.prompt?.kind).toBe('ticket');
    expect(chat.state.active?.steps).toEqual([]);
  });
});
