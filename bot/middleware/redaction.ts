export { type RedactedActivity, redactActivity } from './redaction/activity.ts';
export { findSecrets, type Redacted, redact } from './redaction/redact.ts';
export type { RedactionKind, Secret } from './redaction/secret.ts';
