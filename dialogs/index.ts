export { newConversation, step } from './engine/step.ts';
export type { Kit } from './engine/turn.ts';
export type {
  CampaignAction,
  Choice,
  ConversationState,
  Effect,
  Event,
  Fact,
  Shown,
  SupportRequest,
  Text,
  TextParameters,
  TicketNews,
} from './engine/types.ts';
export { campaignActions } from './engine/types.ts';
export { valueText } from './engine/wording.ts';
export { concerns, isOfFamily, type KnownOutage, siteOf, siteOfFacts } from './escalation/outages.ts';
export { parseReference } from './escalation/reference.ts';
export { dueTimes } from './escalation/service-level.ts';
export { createRouter, detectLanguage, findCommand, readFacts } from './triage/index.ts';
