/** Where Microsoft's services live in one cloud. Origins are exact, or `https://*.suffix`; only these are ever called. */
export interface Cloud {
  readonly name: CloudName;
  /** Where Teams may ask to be answered (R22), and the only places that see the bot's token (R24). */
  readonly serviceOrigins: readonly string[];
  /** Where employees' files may be fetched from; they never see a token. */
  readonly fileOrigins: readonly string[];
  readonly openIdMetadataUrl: string;
  readonly issuer: string;
  /** `{tenant}` is replaced. */
  readonly tokenUrl: string;
  /** The tenant that issues tokens to multi-tenant bots. */
  readonly multiTenant: string;
  /** The audience of the bot's own tokens. */
  readonly audience: string;
  /** The Bot Framework token service, for single sign-on. */
  readonly oauthUrl: string;
  readonly callerId: string;
  /** Microsoft Graph, and where Entra ID gives tokens for it. */
  readonly graphUrl: string;
  readonly loginUrl: string;
}

export const cloudNames = ['public', 'gcc', 'gcc-high', 'dod'] as const;
export type CloudName = (typeof cloudNames)[number];

const commercial = {
  fileOrigins: ['https://*.sharepoint.com'],
  openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  issuer: 'https://api.botframework.com',
  tokenUrl: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
  multiTenant: 'botframework.com',
  audience: 'https://api.botframework.com',
  oauthUrl: 'https://api.botframework.com',
  callerId: 'urn:botframework:azure',
  graphUrl: 'https://graph.microsoft.com',
  loginUrl: 'https://login.microsoftonline.com',
};

const government = {
  openIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  issuer: 'https://api.botframework.us',
  tokenUrl: 'https://login.microsoftonline.us/{tenant}/oauth2/v2.0/token',
  multiTenant: 'MicrosoftServices.onmicrosoft.us',
  audience: 'https://api.botframework.us',
  oauthUrl: 'https://api.botframework.azure.us',
  callerId: 'urn:botframework:azureusgov',
  loginUrl: 'https://login.microsoftonline.us',
};

/** Teams' published service URLs, a cloud each. GCC is commercial Entra with Teams endpoints of its own. */
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  public: { name: 'public', serviceOrigins: ['https://smba.trafficmanager.net'], ...commercial },
  gcc: { name: 'gcc', serviceOrigins: ['https://smba.infra.gcc.teams.microsoft.com'], ...commercial },
  'gcc-high': {
    name: 'gcc-high',
    serviceOrigins: ['https://smba.infra.gov.teams.microsoft.us'],
    fileOrigins: ['https://*.sharepoint.us'],
    graphUrl: 'https://graph.microsoft.us',
    ...government,
  },
  dod: {
    name: 'dod',
    serviceOrigins: ['https://smba.infra.dod.teams.microsoft.us'],
    fileOrigins: ['https://*.sharepoint-mil.us'],
    graphUrl: 'https://dod-graph.microsoft.us',
    ...government,
  },
};
