import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConversationState,
  MemoryStorage,
  TeamsActivityHandler,
} from 'botbuilder';
import { MicrosoftAppCredentials, type ServiceClientCredentialsFactory } from 'botframework-connector';
import restify from 'restify';
import { answerUsage } from './usage.ts';

/**
 * The reference: the SDK's echo bot as its samples have it, with the channel's tokens checked, conversation state in
 * MemoryStorage, and one reply. Its outgoing token is given for nothing, which is to its advantage.
 */
process.once('message', (settings: { appId: string; metadataUrl: string; issuer: string }) => {
  const credentials: ServiceClientCredentialsFactory = {
    isValidAppId: async (appId: string) => appId === settings.appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => new GivenCredentials(settings.appId, ''),
  };
  const authentication = new ConfigurationBotFrameworkAuthentication(
    {
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
      ToBotFromChannelTokenIssuer: settings.issuer,
      ToBotFromChannelOpenIdMetadataUrl: settings.metadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: settings.metadataUrl,
      OAuthUrl: 'https://api.botframework.com',
      ValidateAuthority: 'false',
      CallerId: 'urn:botframework:azure',
    },
    credentials,
  );
  const adapter = new CloudAdapter(authentication);
  adapter.onTurnError = async (_context, error) => console.error(error);
  const state = new ConversationState(new MemoryStorage());
  const count = state.createProperty<number>('count');
  const bot = new TeamsActivityHandler();
  bot.onMessage(async (context, next) => {
    await count.set(context, (await count.get(context, 0)) + 1);
    await context.sendActivity(`Echo: ${context.activity.text}`);
    await state.saveChanges(context);
    await next();
  });
  const server = restify.createServer();
  server.use(restify.plugins.bodyParser());
  server.post('/api/messages', async (request: restify.Request, response: restify.Response) => {
    await adapter.process(request as never, response, (context) => bot.run(context));
  });
  server.listen(0, '127.0.0.1', () => process.send!({ port: server.address().port }));
  answerUsage();
});

class GivenCredentials extends MicrosoftAppCredentials {
  override async getToken(): Promise<string> {
    return 'given';
  }
}
