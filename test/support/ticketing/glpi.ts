import type { TicketSystemSettings } from '../../../adapters/ticketing/settings.ts';
import { highLevelInterface } from './glpi-high-level.ts';
import { legacyInterface, sessionToken, userToken } from './glpi-legacy.ts';
import { GlpiState } from './glpi-state.ts';
import { type SimulatedAnswer, type Simulator, startSimulator } from './simulator.ts';
import type { SystemUnderTest } from './system.ts';

const noSession: SimulatedAnswer = {
  status: 401,
  body: ['ERROR_SESSION_TOKEN_INVALID', 'session_token semble incorrect'],
};

/** GLPI 10: the legacy interface alone. */
export async function legacyGlpiUnderTest(): Promise<SystemUnderTest> {
  const state = new GlpiState();
  // The first session is forgotten at once, as GLPI forgets those that are idle.
  let forgotten = false;
  const simulator = await startSimulator({
    ...legacyInterface(state),
    refuse: (headers, path) => {
      if (path === '/apirest.php/initSession') {
        return headers.authorization === `user_token ${userToken}` ? undefined : noSession;
      }
      if (!forgotten) {
        forgotten = true;
        return noSession;
      }
      return headers['session-token'] === sessionToken ? undefined : noSession;
    },
  });
  return under(state, simulator, { url: `${simulator.url}/apirest.php`, token: userToken });
}

/** GLPI 11: the high-level interface, and the legacy one for files. */
export async function highLevelGlpiUnderTest(): Promise<SystemUnderTest> {
  const state = new GlpiState();
  const { beside, ...legacy } = legacyInterface(state);
  const high = highLevelInterface(state);
  const simulator = await startSimulator({
    ...high,
    second: legacy,
    beside: [...high.beside, ...beside],
    refuse: (headers, path) => {
      if (path === '/api.php/token' || path === '/apirest.php/initSession') return undefined;
      if (path.startsWith('/apirest.php')) return headers['session-token'] === sessionToken ? undefined : noSession;
      const error = { status: 'ERROR_UNAUTHENTICATED', title: 'You are not authenticated' };
      return headers.authorization === 'Bearer access-of-guichet' ? undefined : { status: 401, body: error };
    },
  });
  return under(state, simulator, {
    url: `${simulator.url}/api.php/v2.0`,
    token: userToken,
    user: 'guichet',
    password: 'guichet',
    clientId: 'client',
    clientSecret: 'client-secret',
  });
}

function under(state: GlpiState, simulator: Simulator, settings: Partial<TicketSystemSettings>): SystemUnderTest {
  return {
    settings: { groups: { network: '3' }, categories: { network: '12' }, deadline: 10_000, settlesIn: 0, ...settings },
    async answer(id, text, isPublic) {
      const html = `<p>${text.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>')}</p>`;
      state.write('followups', Number(id), html, !isPublic, 'lmartin');
    },
    resolve: async (id) => state.write('solutions', Number(id), '<p>Réparé.</p>', false, 'lmartin'),
    reopen: async (id) => state.change(id, 2),
    async openByTelephone(email, title) {
      return String(state.create({ name: title, content: title, _users_id_requester: state.user(email) }).id);
    },
    async download(id, name) {
      const found = state.documents.filter(({ ticket, filename }) => ticket === Number(id) && filename === name);
      return found.length === 1 ? found[0]!.content : undefined;
    },
    problems: () => simulator.problems,
    stop: () => simulator.stop(),
  };
}
