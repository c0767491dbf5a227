import type { Campaign } from '../../../dialogs/campaigns/types.ts';
import { fillOrganisation, type Organisation } from '../../../knowledge/index.ts';
import { html } from '../html.ts';
import { table } from './campaign-report.ts';
import { layout, type Reader } from './layout.ts';

const rows = ['delivery', 'answers', 'affiliation', 'own', 'totals', 'messages'] as const;
const never = ['names', 'small', 'rank', 'hr', 'trap'] as const;

/** What is collected, why, how long and who sees it, for the employees' representatives; prints on one or two pages. */
export function worksCouncilPage(reader: Reader, campaign: Campaign, organisation: Organisation): string {
  const { retention, name, groups } = organisation;
  const { text, language } = reader;
  const owner = groups.find(({ id }) => id === campaign.owner)?.name[language] ?? campaign.owner;
  const title = campaign.title[language];
  const days: Readonly<Record<(typeof rows)[number], string>> = {
    delivery: text('desk.privacy.days', { days: retention.ticketDays }),
    answers: text('desk.privacy.days', { days: retention.participationDays }),
    affiliation: text('desk.privacy.days', { days: retention.participationDays }),
    own: text('desk.privacy.days', { days: retention.participationDays }),
    totals: text('desk.campaign.sheet.kept'),
    messages: text('desk.privacy.days', { days: 14 }),
  };
  return layout(
    reader,
    text('desk.campaign.sheet.title'),
    html`<h1>${text('desk.campaign.sheet.title')}</h1>
<p>${text('desk.campaign.sheet.about', { title, organisation: name, owner })}</p>
<dl>
<dt>${text('desk.campaign.sheet.purpose')}</dt><dd>${campaign.goal[language]}</dd>
<dt>${text('desk.campaign.sheet.mandatory')}</dt>
<dd>${campaign.mandatory ? text('desk.campaign.sheet.mandatory.yes', { basis: campaign.mandatory.legalBasis[language] }) : text('desk.campaign.sheet.mandatory.no')}</dd>
<dt>${text('desk.campaign.sheet.how')}</dt><dd>${text('desk.campaign.sheet.how.is', { minutes: campaign.minutes, reminders: campaign.schedule.reminders?.most ?? 0 })}</dd>
<dt>${text('desk.campaign.sheet.holdout')}</dt>
<dd>${campaign.holdout === undefined ? text('desk.campaign.sheet.holdout.no') : text('desk.campaign.sheet.holdout.yes', { percent: campaign.holdout })}</dd>
</dl>
<h2>${text('desk.campaign.sheet.collected')}</h2>
${table(
  reader,
  text('desk.campaign.sheet.collected'),
  ['what', 'why', 'long', 'who'].map((each) => text(`desk.privacy.${each}`)),
  rows.map((row) => [
    text(`desk.campaign.sheet.${row}.what`),
    text(`desk.campaign.sheet.${row}.why`),
    days[row],
    text(`desk.campaign.sheet.${row}.who`),
  ]),
)}
<h2>${text('desk.campaign.sheet.never')}</h2>
<ul>${never.map((each) => html`<li>${text(`desk.campaign.sheet.never.${each}`)}</li>`)}</ul>
<h2>${text('desk.campaign.sheet.rights')}</h2>
<p>${text('desk.campaign.sheet.rights.how')}</p>
<h2>${text('desk.campaign.sheet.questions')}</h2>
<p>${text('desk.campaign.sheet.questions.how')}</p>
<ol>${campaign.screens.map((screen) => {
      const said =
        screen.type === 'true-false' ? screen.statement : 'question' in screen ? screen.question : screen.text;
      return html`<li>${fillOrganisation(said[language], organisation, language).replaceAll('*', '')}</li>`;
    })}</ol>`,
  );
}
