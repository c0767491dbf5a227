import type { Text } from '../engine/types.ts';
import { phraseBook } from '../triage/phrases.ts';
import { words } from '../triage/text.ts';
import type { SelfServiceAction } from './action.ts';
import { automaticRepliesOff } from './automatic-replies-off.ts';
import { automaticRepliesOn } from './automatic-replies-on.ts';
import { bitlockerKey } from './bitlocker-key.ts';
import { delegates } from './delegates.ts';
import { forSomebodyElse } from './for-somebody-else.ts';
import { joinGroup } from './join-group.ts';
import { leaveGroup } from './leave-group.ts';
import { lostDevice } from './lost-device.ts';
import { mailboxUse } from './mailbox-use.ts';
import { myDevices } from './my-devices.ts';
import { myLicences } from './my-licences.ts';
import { myMethods } from './my-methods.ts';
import { passwordReset } from './password-reset.ts';
import { releaseLicence } from './release-licence.ts';
import { removeMethod } from './remove-method.ts';
import { renameDevice } from './rename-device.ts';
import { reportCompromise } from './report-compromise.ts';
import { reportMessage } from './report-message.ts';
import { requestLicence } from './request-licence.ts';
import { restartDevice } from './restart-device.ts';
import { retireDevice } from './retire-device.ts';
import { serviceHealth } from './service-health.ts';
import { signInCheck } from './sign-in-check.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';
import { syncDevice } from './sync-device.ts';
import { temporaryPass } from './temporary-pass.ts';
import { whatICanDo } from './what-i-can-do.ts';

/** In the order in which phrases are looked for. */
const all: readonly SelfServiceAction[] = [
  forSomebodyElse,
  reportCompromise,
  reportMessage,
  signOutEverywhere,
  signInCheck,
  temporaryPass,
  passwordReset,
  removeMethod,
  myMethods,
  lostDevice,
  retireDevice,
  bitlockerKey,
  syncDevice,
  restartDevice,
  renameDevice,
  myDevices,
  leaveGroup,
  joinGroup,
  releaseLicence,
  requestLicence,
  myLicences,
  mailboxUse,
  delegates,
  serviceHealth,
  automaticRepliesOff,
  automaticRepliesOn,
];
const doers = all.filter(({ id }) => id !== forSomebodyElse.id);

/** Every action, by id. */
export const actions: ReadonlyMap<string, SelfServiceAction> = new Map(
  [...all, whatICanDo(doers)].map((action) => [action.id, action]),
);

const book = phraseBook([...actions.values()].map(({ id, phrases }) => [id, phrases] as const));

/** Past so many words a message tells a story; what sounds like an action in it is part of the story. */
const longestRequest = 16;

/** The action that is asked for in so many words, in either language. */
export function findAction(text: string): string | undefined {
  const said = words(text);
  return said.length === 0 || said.length > longestRequest ? undefined : book.find(said);
}

export const isAction = (id: string): boolean => actions.has(id);

export const titleOfAction = (id: string): Text => ({ written: getAction(id).title });

/** @throws when there is no such action: ids come from the registry, scripts are checked against it. */
export function getAction(id: string): SelfServiceAction {
  const action = actions.get(id);
  if (!action) throw new Error(`there is no self-service action "${id}"`);
  return action;
}
