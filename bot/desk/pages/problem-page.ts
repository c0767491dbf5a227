import type { ListedProblem } from '../../problems/index.ts';
import { html, type Markup } from '../html.ts';
import { layout, type Reader } from './layout.ts';

interface Form {
  readonly token: string;
  /** From the token; in local mode people say who they are. */
  readonly name: string | undefined;
}

/** Incidents that come back, most frequent first, each with what can be done about it. */
export function problemsPage(
  reader: Reader,
  problems: readonly ListedProblem[],
  { done, ...form }: Form & { readonly done: boolean },
): string {
  const { text } = reader;
  return layout(
    reader,
    text('desk.problems'),
    html`<h1>${text('desk.problems')}</h1>
${done && html`<p role="status" class="notice">${text('desk.problems.done')}</p>`}
<p>${text('desk.problems.how')}</p>
${problems.length === 0 ? html`<p>${text('desk.problems.none')}</p>` : problems.map((each) => section(reader, each, form))}`,
  );
}

function section(reader: Reader, problem: ListedProblem, form: Form): Markup {
  const { text } = reader;
  const { id, members, trend, shared, errorCodes } = problem;
  const reference = problem.externalReference;
  return html`<section aria-labelledby="${id}" class="actions">
<h2 id="${id}" dir="auto">${problem.title}</h2>
<p>${id} · ${problem.category} · ${text(`desk.problems.status.${problem.status}`)}${reference !== undefined && html` · ${reference}`}</p>
<p>${text('desk.problems.count', { count: members.length, people: problem.people })} ·
${text('desk.problems.trend', { last: trend.lastWeek, before: trend.weekBefore })}</p>
${errorCodes.length > 0 && html`<p>${text('desk.problems.codes', { codes: { data: errorCodes.join(', ') } })}</p>`}
${
  shared.length > 0 &&
  html`<h3>${text('desk.problems.shared')}</h3>
<ul>${shared.map(({ label, value }) => html`<li dir="auto">${label} : ${value}</li>`)}</ul>`
}
<details><summary>${text('desk.problems.members')} (${members.length})</summary>
<ul>${members.map((each) => html`<li><a href="/desk/tickets/${each}">${each}</a></li>`)}</ul></details>
${problem.status === 'solved' ? undefined : actions(reader, problem, form)}
</section>
`;
}

function actions(reader: Reader, { id }: ListedProblem, form: Form): Markup {
  const { text } = reader;
  const one = (verb: string, heading: string, fields: Markup) => html`<form method="post" action="/desk/problems/${id}"
aria-label="${text(heading)}"><input type="hidden" name="token" value="${form.token}">
<input type="hidden" name="do" value="${verb}">
${byField(reader, `${verb}-${id}`, form)}
${fields}
<p><button>${text(heading)}</button></p></form>
`;
  const field = (
    name: string,
    label: string,
    required: boolean,
  ) => html`<p><label for="${name}-${id}">${text(label)}</label>
<input id="${name}-${id}" name="${name}" maxlength="1000" autocomplete="off"${required && html` required`}></p>`;
  return html`${one('link', 'desk.problems.link', field('reference', 'desk.problems.reference', true))}
${one(
  'solve',
  'desk.problems.solve',
  html`${field('solution_fr', 'desk.problems.solution.fr', true)}${field('solution_en', 'desk.problems.solution.en', false)}`,
)}
${one('dismiss', 'desk.problems.dismiss', html``)}`;
}

function byField({ text }: Reader, id: string, { name }: Form): Markup {
  if (name !== undefined) return html`<input type="hidden" name="by" value="${name}">`;
  return html`<p><label for="by-${id}">${text('desk.by')}</label>
<input id="by-${id}" name="by" autocomplete="name" maxlength="200" required></p>`;
}
