import type { StoredCampaign } from '../../../adapters/database/repositories/campaigns.ts';
import type { Campaign } from '../../../dialogs/campaigns/types.ts';
import type { Preview } from '../../campaigns/life.ts';
import { html, type Markup } from '../html.ts';
import { layout, type Reader } from './layout.ts';

type States = Readonly<Record<string, number>>;

/** Whether somebody finished is nobody's business here: rows say where a message is, and add up to the audience. */
const order = [
  'planned',
  'sending',
  'delivered',
  'unknown',
  'blocked',
  'not_installed',
  'ineligible',
  'held_out',
  'failed',
  'cancelled',
  'expired',
  'withdrawn',
];

const sumOf = (states: States): number => Object.values(states).reduce((sum, count) => sum + count, 0);
const titleOf = ({ definition }: StoredCampaign, { language }: Reader): string =>
  (definition as Campaign).title[language];

/** Campaigns made ready here, newest first, with how far each has come. */
export function campaignListPage(
  reader: Reader,
  campaigns: readonly { readonly campaign: StoredCampaign; readonly states: States }[],
): string {
  const { text } = reader;
  const row = ({ campaign, states }: (typeof campaigns)[number]) => html`<tr>
<th scope="row"><a href="/desk/campaigns/sent/${campaign.id}">${titleOf(campaign, reader)}</a></th>
<td>${text(`desk.sent.status.${campaign.status}`)}</td>
<td>${String(states.delivered ?? 0)}</td><td>${String(sumOf(states))}</td></tr>
`;
  return layout(
    reader,
    text('desk.sent'),
    html`<h1>${text('desk.sent')}</h1>
<p>${text('desk.sent.how')}</p>
${
  campaigns.length === 0
    ? html`<p>${text('desk.sent.none')}</p>`
    : html`<table><caption>${text('desk.sent.caption')}</caption>
<thead><tr><th scope="col">${text('desk.sent.title')}</th><th scope="col">${text('desk.status')}</th>
<th scope="col">${text('desk.sent.state.delivered')}</th><th scope="col">${text('desk.sent.audience')}</th></tr></thead>
<tbody>${campaigns.map(row)}</tbody></table>`
}`,
  );
}

/** One campaign: what its launch would do, or where everybody's message is, and what can be done next. */
export function campaignLifePage(
  reader: Reader,
  view: {
    readonly campaign: StoredCampaign;
    readonly states: States;
    readonly preview: Preview | undefined;
    readonly token: string;
    readonly name: string | undefined;
  },
): string {
  const { text, time } = reader;
  const { campaign, states, preview } = view;
  const title = titleOf(campaign, reader);
  return layout(
    reader,
    title,
    html`<h1>${title}</h1>
<p>${text(`desk.sent.status.${campaign.status}`)}${campaign.launchedAt !== undefined && html` · ${time(campaign.launchedAt)}`}</p>
<p><a href="/desk/campaigns/sent">${text('desk.sent')}</a> ·
<a href="/desk/campaigns/${campaign.id}/report">${text('desk.sent.report')}</a> ·
<a href="/desk/campaigns/${campaign.id}/works-council">${text('desk.sent.council')}</a></p>
${preview && previewed(reader, preview)}
${sumOf(states) > 0 && ledger(reader, states)}
${buttons(view.campaign, preview).map((verb) => form(reader, view, verb))}`,
  );
}

function previewed({ text, timeText }: Reader, preview: Preview): Markup {
  const ineligible = Object.values(preview.ineligible).reduce((sum, count) => sum + count, 0);
  const span =
    preview.firstAt !== undefined && preview.lastAt !== undefined
      ? text('desk.sent.preview.span', {
          from: { data: timeText(preview.firstAt) },
          until: { data: timeText(preview.lastAt) },
        })
      : undefined;
  return html`<section aria-labelledby="preview"><h2 id="preview">${text('desk.sent.preview')}</h2>
<ul>
<li>${text('desk.sent.preview.people', { count: preview.eligible })}</li>
${ineligible > 0 && html`<li>${text('desk.sent.preview.ineligible', { count: ineligible })}</li>`}
${preview.heldOut > 0 && html`<li>${text('desk.sent.preview.heldOut', { count: preview.heldOut })}</li>`}
<li>${text('desk.sent.preview.withoutChat', { count: preview.withoutChat })}</li>
<li>${text('desk.sent.preview.seconds', { count: preview.leastSeconds })}</li>
${span !== undefined && html`<li>${span}</li>`}
${preview.needsApproval && html`<li>${text(preview.approvedBy === undefined ? 'desk.sent.preview.approval' : 'desk.sent.preview.approved')}</li>`}
</ul>
${
  preview.problems.length > 0 &&
  html`<div role="alert"><p>${text('desk.sent.preview.problems')}</p>
<ul>${preview.problems.map((problem) => html`<li>${problem}</li>`)}</ul></div>`
}</section>
`;
}

function ledger({ text }: Reader, states: States): Markup {
  const audience = sumOf(states);
  const left = (states.planned ?? 0) + (states.sending ?? 0);
  return html`<section aria-labelledby="ledger"><h2 id="ledger">${text('desk.sent.ledger')}</h2>
<p><label for="progress">${text('desk.sent.progress')}</label>
<progress id="progress" max="${String(audience)}" value="${String(audience - left)}"></progress> ${String(audience - left)} / ${String(audience)}</p>
<table><caption>${text('desk.sent.ledger.caption')}</caption>
<thead><tr><th scope="col">${text('desk.sent.state')}</th><th scope="col">${text('desk.sent.people')}</th></tr></thead>
<tbody>${order
    .filter((state) => states[state])
    .map(
      (state) =>
        html`<tr><th scope="row">${text(`desk.sent.state.${state}`)}</th><td>${String(states[state])}</td></tr>`,
    )}
<tr><th scope="row">${text('desk.sent.audience')}</th><td>${String(audience)}</td></tr></tbody></table></section>
`;
}

/** What can be pressed, by where the campaign stands. */
function buttons({ status }: StoredCampaign, preview: Preview | undefined): string[] {
  if (status === 'draft') {
    const approval = preview?.needsApproval && preview.approvedBy === undefined;
    const ready = preview?.problems.length === 0 && !approval;
    return [...(approval ? ['approve'] : []), ...(ready ? ['launch'] : []), 'cancel'];
  }
  if (status === 'launched') return ['pause', 'resend', 'cancel', 'withdraw'];
  if (status === 'paused') return ['resume', 'cancel', 'withdraw'];
  return status === 'finished' ? ['resend', 'withdraw'] : [];
}

function form(
  { text }: Reader,
  {
    campaign,
    token,
    name,
  }: { readonly campaign: StoredCampaign; readonly token: string; readonly name: string | undefined },
  verb: string,
): Markup {
  return html`<form method="post" action="/desk/campaigns/sent/${campaign.id}" aria-label="${text(`desk.sent.do.${verb}`)}">
<input type="hidden" name="token" value="${token}"><input type="hidden" name="do" value="${verb}">
${
  name === undefined &&
  html`<p><label for="by-${verb}">${text('desk.by')}</label>
<input id="by-${verb}" name="by" autocomplete="name" maxlength="200" required></p>`
}
<p>${text(`desk.sent.do.${verb}.what`)}</p>
<p><button>${text(`desk.sent.do.${verb}`)}</button></p></form>
`;
}
