import type { Localised, Organisation } from '../../../knowledge/index.ts';
import { html, type Markup } from '../html.ts';
import type { ShownOutage } from '../outages.ts';
import { layout, type Reader } from './layout.ts';

export interface OutagePage {
  readonly token: string;
  /** From the token; in local mode people say who they are. */
  readonly name: string | undefined;
  readonly done: boolean;
  /** Families that can be chosen, with their titles. */
  readonly families: readonly { readonly code: string; readonly title: Localised }[];
  /** Chosen beforehand: the page was opened from a ticket. */
  readonly chosen: string | undefined;
  readonly organisation: Organisation;
}

const live = ['suspected', 'open', 'planned'] as const;

/** Outages that are suspected, under way and planned, each with what can be done; and the forms that make one. */
export function outagesPage(reader: Reader, shown: readonly ShownOutage[], page: OutagePage): string {
  const { text } = reader;
  const part = (status: (typeof live)[number]) => {
    const rows = shown.filter(({ outage }) => outage.status === status);
    return (
      rows.length > 0 &&
      html`<h2>${text(`desk.outages.${status}`)}</h2>
${rows.map((row) => section(reader, row, page))}`
    );
  };
  const ended = shown.filter(({ outage }) => outage.status === 'closed');
  const none = !shown.some(({ outage }) => outage.status !== 'closed');
  return layout(
    reader,
    text('desk.outages'),
    html`<h1>${text('desk.outages')}</h1>
${page.done && html`<p role="status" class="notice">${text('desk.outages.done')}</p>`}
${none && html`<p>${text('desk.outages.none')}</p>`}
${live.map((status) => part(status) || html``)}
${declareForm(reader, page)}
${planForm(reader, page)}
${page.organisation.outages.crisis ? crisisForm(reader, page) : undefined}
${ended.length > 0 && html`<h2>${text('desk.outages.closed')}</h2>${ended.map((row) => section(reader, row, page))}`}`,
  );
}

function section(reader: Reader, { outage, updates, count }: ShownOutage, page: OutagePage): Markup {
  const { text, time, language } = reader;
  const { id, status } = outage;
  const where = outage.sites.map((site) => page.organisation.sites.find((each) => each.id === site)?.name ?? site);
  const numbers = { affected: count.affected, told: count.told };
  return html`<section aria-labelledby="outage-${id}" class="actions">
<h3 id="outage-${id}">${id} · ${outage.title[language]}</h3>
<p>${text('desk.outages.since')} ${time(outage.startsAt)} · ${outage.families.join(', ')} · ${
    where.length > 0 ? where.join(', ') : text('desk.outages.everywhere')
  } · ${text('desk.outages.source')} ${text(`desk.outages.source.${outage.source}`)}</p>
<p>${text('desk.outages.people', numbers)} ${
    status === 'closed' && text('desk.outages.verdict', { works: count.works, fails: count.fails })
  }</p>
${outage.author !== undefined && html`<p>${text('desk.outages.author', { author: { data: outage.author } })}</p>`}
${status === 'open' && outage.nextUpdateAt !== undefined && html`<p>${text('desk.outages.nextAt')} ${time(outage.nextUpdateAt)}</p>`}
${updates.length > 0 && history(reader, updates)}
${forms(reader, outage, page)}
</section>
`;
}

function history({ text, time, language }: Reader, updates: ShownOutage['updates']): Markup {
  return html`<h4>${text('desk.outages.history')}</h4>
<ol>${updates.map(
    ({ kind, at, by, text: words }) =>
      html`<li>${time(at)} · ${text(`desk.outages.update.${kind}`)} · <span dir="auto">${by}</span>${
        words[language] !== '' && html`<br><span class="lines">${words[language]}</span>`
      }</li>`,
  )}</ol>`;
}

function forms(reader: Reader, { id, status, crisis }: ShownOutage['outage'], page: OutagePage): Markup {
  const { text } = reader;
  const said = (verb: string) =>
    crisis ? approvedField(reader, page, `${verb}-${id}`) : textFields(reader, `${verb}-${id}`);
  const form = (verb: string, heading: string, fields: Markup, button: string) => html`<form method="post"
action="/desk/outages/${id}/${verb}" aria-labelledby="${verb}-${id}-title"><h4 id="${verb}-${id}-title">${text(heading)}</h4>
${common(reader, `${verb}-${id}`, page)}
${fields}
<p><button>${text(button)}</button></p></form>
`;
  const dismiss = () => form('dismiss', 'desk.outages.dismiss', html``, 'desk.outages.dismiss');
  const confirm = () => form('confirm', 'desk.outages.confirm', html``, 'desk.outages.confirm');
  const update = () =>
    form(
      'update',
      'desk.outages.update',
      html`${said('update')}${minutesField(reader, `update-${id}`, page)}`,
      'desk.outages.update.button',
    );
  const close = () => form('close', 'desk.outages.close', said('close'), 'desk.outages.close.button');
  if (status === 'suspected') return html`${confirm()}${dismiss()}`;
  if (status === 'planned') return html`${update()}${dismiss()}`;
  return status === 'open' ? html`${update()}${close()}` : html``;
}

function declareForm(reader: Reader, page: OutagePage): Markup {
  const { text } = reader;
  return html`<section aria-labelledby="declare" class="actions"><h2 id="declare">${text('desk.outages.declare')}</h2>
<p>${text('desk.outages.declare.how')}</p>
<form method="post" action="/desk/outages" aria-labelledby="declare">
${common(reader, 'declare', page)}
${familyField(reader, 'declare', page)}${siteField(reader, 'declare', page)}
<details><summary>${text('desk.outages.more')}</summary>
${titleFields(reader, 'declare')}${textFields(reader, 'declare')}${minutesField(reader, 'declare', page)}
</details>
<p><button>${text('desk.outages.declare.button')}</button></p></form></section>`;
}

function planForm(reader: Reader, page: OutagePage): Markup {
  const { text } = reader;
  const when = (name: string, label: string) => html`<p><label for="plan-${name}">${text(label)}</label>
<input id="plan-${name}" name="${name}" type="datetime-local" required></p>`;
  return html`<section aria-labelledby="plan" class="actions"><h2 id="plan">${text('desk.outages.plan')}</h2>
<form method="post" action="/desk/outages" aria-labelledby="plan">
<input type="hidden" name="kind" value="maintenance">
${common(reader, 'plan', page)}
${familyField(reader, 'plan', page)}${siteField(reader, 'plan', page)}
${when('starts', 'desk.outages.start')}${when('ends', 'desk.outages.end')}
${titleFields(reader, 'plan')}${textFields(reader, 'plan')}
<p><button>${text('desk.outages.plan.button')}</button></p></form></section>`;
}

function crisisForm(reader: Reader, page: OutagePage): Markup {
  const { text } = reader;
  return html`<section aria-labelledby="crisis" class="actions"><h2 id="crisis">${text('desk.outages.crisis')}</h2>
<p>${text('desk.outages.crisis.how')}</p>
<form method="post" action="/desk/outages" aria-labelledby="crisis">
<input type="hidden" name="crisis" value="yes">
${common(reader, 'crisis', page)}
${familyField(reader, 'crisis', page)}${titleFields(reader, 'crisis')}
${approvedField(reader, page, 'crisis')}${minutesField(reader, 'crisis', page)}
<p><button>${text('desk.outages.crisis.button')}</button></p></form></section>`;
}

function familyField({ text, language }: Reader, form: string, { families, chosen }: OutagePage): Markup {
  return html`<p><label for="${form}-family">${text('desk.outages.family')}</label>
<select id="${form}-family" name="family" required><option value=""></option>${families.map(
    ({ code, title }) =>
      html`<option value="${code}"${code === chosen && html` selected`}>${title[language]} (${code})</option>`,
  )}</select></p>`;
}

function siteField({ text }: Reader, form: string, { organisation }: OutagePage): Markup {
  return html`<p><label for="${form}-site">${text('desk.outages.site')}</label>
<select id="${form}-site" name="site"><option value="">${text('desk.outages.everywhere')}</option>${organisation.sites.map(
    ({ id, name }) => html`<option value="${id}">${name}</option>`,
  )}</select></p>`;
}

const titleFields = (reader: Reader, form: string): Markup => pair(reader, form, 'title', 120);
const textFields = (reader: Reader, form: string): Markup => pair(reader, form, 'text', 1000);

function pair({ text }: Reader, form: string, name: string, length: number): Markup {
  const field = (
    language: string,
  ) => html`<p><label for="${form}-${name}-${language}">${text(`desk.outages.${name}.${language}`)}</label>
<input id="${form}-${name}-${language}" name="${name}_${language}" lang="${language}" maxlength="${length}" autocomplete="off"></p>`;
  return html`${field('fr')}${field('en')}`;
}

function approvedField({ text, language }: Reader, { organisation }: OutagePage, form: string): Markup {
  return html`<p><label for="${form}-approved">${text('desk.outages.crisis.text')}</label>
<select id="${form}-approved" name="text_id" required>${(organisation.outages.crisis?.texts ?? []).map(
    (each) => html`<option value="${each.id}">${each.text[language]}</option>`,
  )}</select></p>`;
}

function minutesField({ text }: Reader, form: string, { organisation }: OutagePage): Markup {
  return html`<p><label for="${form}-minutes">${text('desk.outages.next')}</label>
<input id="${form}-minutes" name="minutes" type="number" min="5" max="2880" value="${organisation.outages.updateEvery}"></p>`;
}

function common({ text }: Reader, form: string, { token, name }: OutagePage): Markup {
  const by =
    name !== undefined
      ? html`<input type="hidden" name="by" value="${name}">`
      : html`<p><label for="${form}-by">${text('desk.by')}</label>
<input id="${form}-by" name="by" autocomplete="name" maxlength="200" required></p>`;
  return html`<input type="hidden" name="token" value="${token}">
${by}`;
}
