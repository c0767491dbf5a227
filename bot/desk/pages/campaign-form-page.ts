import type { ContentProblem, Organisation } from '../../../knowledge/index.ts';
import { type CampaignForm, formKinds } from '../campaign-form.ts';
import { html, type Markup } from '../html.ts';
import { layout, type Reader } from './layout.ts';

export interface FormPage {
  readonly token: string;
  readonly organisation: Organisation;
  readonly form: Partial<CampaignForm>;
  readonly problems: readonly ContentProblem[];
  /** Shown once the campaign has nothing against it. */
  readonly yaml?: string | undefined;
}

/** The form that writes a campaign's YAML: what stands against it is said by field, the file can be saved. */
export function campaignFormPage(reader: Reader, { token, organisation, form, problems, yaml }: FormPage): string {
  const { text, language } = reader;
  const label = (name: string) => text(`desk.campaign.form.${name}`);
  const input = (name: keyof CampaignForm, type = 'text') => html`<p><label for="${name}">${label(name)}</label>
<input id="${name}" name="${name}" type="${type}" value="${form[name] ?? ''}"></p>
`;
  const area = (name: keyof CampaignForm) => html`<p><label for="${name}">${label(name)}</label>
<textarea id="${name}" name="${name}" rows="4">${form[name] ?? ''}</textarea></p>
`;
  const select = (
    name: keyof CampaignForm,
    options: readonly (readonly [string, string])[],
  ) => html`<p><label for="${name}">${label(name)}</label>
<select id="${name}" name="${name}">${options.map(
    ([value, shown]) => html`<option value="${value}"${form[name] === value && html` selected`}>${shown}</option>`,
  )}</select></p>
`;
  const group = (name: string, fields: readonly Markup[]) => html`<fieldset><legend>${label(name)}</legend>
${fields}</fieldset>
`;
  return layout(
    reader,
    text('desk.campaign.new'),
    html`<h1>${text('desk.campaign.new')}</h1>
<p>${label('how')}</p>
${
  problems.length > 0 &&
  html`<div role="alert" class="notice"><h2>${label('problems')}</h2>
<ul>${problems.map(({ field, problem, mend }) => html`<li><strong>${field ?? ''}</strong> ${problem}. ${mend}.</li>`)}</ul></div>`
}
${
  yaml !== undefined &&
  html`<div role="status" class="notice"><p>${label('fine')}</p></div>
<p><label for="yaml">${label('yaml')}</label><textarea id="yaml" rows="16" readonly>${yaml}</textarea></p>`
}
<form method="post" action="/desk/campaigns/new">
<input type="hidden" name="token" value="${token}">
${group('what', [
  input('id'),
  select(
    'kind',
    formKinds.map((kind) => [kind, text(`desk.campaign.kind.${kind}`)] as const),
  ),
  input('titleFr'),
  input('titleEn'),
  input('goalFr'),
  input('goalEn'),
  select(
    'owner',
    organisation.groups.map(({ id, name }) => [id, name[language]] as const),
  ),
  input('subject'),
  input('minutes', 'number'),
])}
${group('whom', [area('departments'), area('exclude')])}
${group('when', [input('start', 'date'), input('deadlineDays', 'number'), input('reminders', 'number'), input('expiryDays', 'number')])}
${group('texts', [area('textFr'), area('textEn'), input('questionFr'), input('questionEn'), area('answersFr'), area('answersEn'), area('whyFr'), area('whyEn')])}
${group('source', [input('sourceTitle'), input('sourceUrl', 'url')])}
<p><button name="do" value="check">${label('check')}</button> <button name="do" value="save">${label('save')}</button></p>
</form>`,
  );
}
