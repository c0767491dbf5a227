import * as mappers from 'botframework-connector/lib/connectorApi/models/mappers.js';

/**
 * botframework-connector 4.23.3 writes only the properties of an entity that it knows: AI labels, citations and
 * streaming data vanish on the wire. Unknown ones pass once its mapper says that they may be anything.
 */
export function keepEntityProperties(): void {
  (mappers.Entity.type as { additionalProperties?: unknown }).additionalProperties = { type: { name: 'Object' } };
}
