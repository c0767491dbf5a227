// A process that opens a database, commits one conversation and stays, for the tests that kill it.
import { openDatabase } from '../../adapters/database/registry.ts';
import { saveConversation } from '../../adapters/database/repositories/conversations.ts';

const database = await openDatabase(JSON.parse(process.argv[2]!));
await saveConversation(database.queries, {
  key: 'owner',
  expectedVersion: 0,
  personId: 'person',
  state: {},
  now: Date.now(),
});
process.send?.('open');
setInterval(() => {}, 1_000);
