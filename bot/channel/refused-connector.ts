import type { ConnectorFactory } from 'botframework-connector';

type SdkConnector = Awaited<ReturnType<ConnectorFactory['create']>>;

/**
 * Stands where the SDK wants a ConnectorClient. The SDK's own repeats requests silently (R6), so everything goes out
 * through connector.ts: a turn that answers through the context is a mistake and hears of it.
 */
const refusedConnector = {
  get conversations(): never {
    throw new Error('Nothing is sent through the turn context: hand the activity to the outbox.');
  },
} as unknown as SdkConnector;

export const refusedConnectorFactory: ConnectorFactory = { create: async () => refusedConnector };
