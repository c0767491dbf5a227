import type { Activity } from 'botbuilder';
import { RequestRefused } from '../request-refused.ts';

/** An activity that names its conversation and its sender, with every field that is used of the type it should have. */
export type IncomingActivity = Partial<Activity> & Pick<Activity, 'type' | 'conversation' | 'from'>;

const depthLimit = 40;
const texts = ['id', 'text', 'name', 'locale', 'channelId', 'serviceUrl', 'replyToId', 'action', 'deliveryMode'];
const lists = ['attachments', 'entities', 'membersAdded', 'membersRemoved', 'reactionsAdded', 'reactionsRemoved'];
const objects = ['recipient', 'channelData'];
const times = ['timestamp', 'localTimestamp', 'expiration'];

type Fields = Record<string, unknown>;

/** @throws RequestRefused 400, saying what is wrong with the body */
export function parseActivity(body: string): IncomingActivity {
  const activity = parse(body);
  if (!isObject(activity)) throw bad('The body is not a JSON object.');
  if (isTooDeep(activity, depthLimit)) throw bad('The body is nested too deeply.');
  if (!isFilled(activity.type)) throw bad('The activity has no type.');
  if (!isObject(activity.conversation) || !isFilled(activity.conversation.id)) {
    throw bad('The activity has no conversation id.');
  }
  if (!isObject(activity.from) || !isFilled(activity.from.id)) throw bad('The activity has no sender.');
  for (const field of texts) check(activity, field, (value) => typeof value === 'string', 'a text');
  for (const field of objects) check(activity, field, isObject, 'an object');
  for (const field of lists) check(activity, field, isListOfObjects, 'a list of objects');
  for (const field of times) readTime(activity, field);
  return activity as unknown as IncomingActivity;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw bad('The body is not JSON.');
  }
}

function bad(message: string): RequestRefused {
  return new RequestRefused(400, 'bad_activity', message);
}

/** null is how some channels write "none". */
function check(activity: Fields, field: string, accepts: (value: unknown) => boolean, wanted: string): void {
  const value = activity[field];
  if (value === null) delete activity[field];
  else if (value !== undefined && !accepts(value)) throw bad(`The activity's ${field} is not ${wanted}.`);
}

/** Dates as the SDK has them; one that cannot be read is dropped, since nothing depends on it. */
function readTime(activity: Fields, field: string): void {
  const value = activity[field];
  if (value === undefined) return;
  const time = new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(time.getTime())) delete activity[field];
  else activity[field] = time;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every(isObject);
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** Code that walks an activity may recurse; a body of a hundred thousand brackets must not reach it. */
function isTooDeep(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  for (const inner of Object.values(value)) if (isTooDeep(inner, left - 1)) return true;
  return false;
}
