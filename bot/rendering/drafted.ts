import type { Activity } from 'botbuilder';
import type { Effect } from '../../dialogs/index.ts';
import type { Passage } from '../../knowledge/index.ts';
import type { RenderedMessage } from './render.ts';

type Said = Extract<Effect, { type: 'say' }>;

/** Parts of a turn that are messages of their own: what a model wrote, or what was shown while it was written. */
export function separateMessages(effects: readonly Effect[]): { readonly own: Said | undefined; effects: Effect[] }[] {
  const groups: { own: Said | undefined; effects: Effect[] }[] = [];
  for (const effect of effects) {
    const own = effect.type === 'say' && (effect.drafted || effect.stream !== undefined) ? effect : undefined;
    const last = groups.at(-1);
    if (own || !last || last.own) groups.push({ own, effects: [effect] });
    else last.effects.push(effect);
  }
  return groups;
}

/** Teams' own limits. */
const mostCitations = 20;
const longestName = 80;
const longestAbstract = 160;
const longestKeyword = 28;

/**
 * The AI label and citations as one root entity, the feedback buttons, and the end of the stream, as Teams reads them
 * (« Enhance AI-generated bot messages », « Stream bot messages »).
 */
export function dressed({ activity }: RenderedMessage, { drafted, sources = [], stream }: Said): Partial<Activity> {
  const label = drafted && {
    type: 'https://schema.org/Message',
    '@type': 'Message',
    '@context': 'https://schema.org',
    additionalType: ['AIGeneratedContent'],
    citation: sources.slice(0, mostCitations).map(claim),
  };
  const end = stream !== undefined && { type: 'streaminfo', streamType: 'final', streamId: stream };
  return {
    ...activity,
    entities: [...(label ? [label] : []), ...(end ? [end] : [])] as NonNullable<Activity['entities']>,
    ...(drafted ? { channelData: { feedbackLoop: { type: 'default' } } } : {}),
  };
}

const claim = ({ title, text, families, reviewed }: Passage, at: number) => ({
  '@type': 'Claim',
  position: at + 1,
  appearance: {
    '@type': 'DigitalDocument',
    name: cut(title, longestName),
    abstract: cut(text.replace(/[*_`#]/g, '').replace(/\s+/g, ' '), longestAbstract),
    keywords: [reviewed, ...families.slice(0, 2)].map((keyword) => cut(keyword, longestKeyword)),
  },
});

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
