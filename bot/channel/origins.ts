/** What of the configuration tells whom to trust. */
export interface TrustedOrigins {
  readonly local: boolean;
  readonly cloud: { readonly serviceOrigins: readonly string[] };
}

/** The URL if it parses and carries neither credentials nor a fragment. */
export function parseUrl(text: string | undefined): URL | undefined {
  if (!text || text.length > 2048 || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.username || url.password || url.hash ? undefined : url;
}

/** 127.0.0.0/8, ::1 and localhost, as `URL.hostname` writes them. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname === '::1' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** `origins` are exact (`https://host`) or wildcards of one or more labels (`https://*.suffix`). */
export function isListed(url: URL, origins: readonly string[]): boolean {
  return origins.some((origin) => {
    if (!origin.includes('://*.')) return url.origin === origin;
    const [scheme, suffix] = origin.split('://*') as [string, string];
    return url.protocol === `${scheme}:` && url.port === '' && url.hostname.endsWith(suffix);
  });
}

/** The service URL if answers may be sent there: listed for the cloud (R22), or on this machine in local mode. */
export function trustedServiceUrl(text: string | undefined, config: TrustedOrigins): URL | undefined {
  const url = parseUrl(text);
  if (!url) return undefined;
  if (config.local) return isLoopback(url.hostname) && /^https?:$/.test(url.protocol) ? url : undefined;
  return isListed(url, config.cloud.serviceOrigins) ? url : undefined;
}
