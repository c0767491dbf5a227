import type { Activity } from 'botbuilder';
import type { Connector, Destination } from '../channel/connector.ts';
import { ConnectorRefused } from '../channel/connector-errors.ts';

/**
 * Posts a message. Where it ends a stream that the reader stopped or that is too old, Teams refuses it with 400 or 403:
 * it was not shown, and goes as an ordinary message instead. Any other refusal is the caller's.
 */
export async function sendActivity(
  connector: Pick<Connector, 'send'>,
  destination: Destination,
  activity: Partial<Activity>,
): Promise<{ id: string }> {
  const entities = activity.entities?.filter(({ type }) => type !== 'streaminfo');
  if (!entities || entities.length === activity.entities?.length) return await connector.send(destination, activity);
  try {
    return await connector.send(destination, activity);
  } catch (cause) {
    if (!(cause instanceof ConnectorRefused) || (cause.status !== 400 && cause.status !== 403)) throw cause;
    return await connector.send(destination, { ...activity, entities });
  }
}
