import type { ActionRequest } from '../../../adapters/database/repositories/action-requests.ts';
import type { Text } from '../../../dialogs/index.ts';
import type { SwitchState } from '../../self-service/switches.ts';
import { html, type Markup } from '../html.ts';
import { layout, type Reader } from './layout.ts';

export interface ApprovalRow {
  readonly id: string;
  readonly request: ActionRequest;
}

interface Form {
  readonly token: string;
  /** From the token; in local mode people say who they are. */
  readonly name: string | undefined;
}

/** Who waits for a technician to verify that it is really them, with what proves it and what does not. */
export function approvalsPage(
  reader: Reader,
  rows: readonly ApprovalRow[],
  { token, name, done, titleOf }: Form & { readonly done: boolean; readonly titleOf: (request: ActionRequest) => Text },
): string {
  const { text } = reader;
  const row = ({ id, request }: ApprovalRow) => html`<section aria-labelledby="request-${id}" class="actions">
<h2 id="request-${id}">${text('desk.approvals.request', { name: { data: request.personName }, action: titleOf(request) })}</h2>
<p>${text('desk.approvals.since')} ${reader.time(request.createdAt)}</p>
<form method="post" action="/desk/approvals/${id}" aria-labelledby="request-${id}">
<input type="hidden" name="token" value="${token}">
${byField(reader, id, name)}
<p><input type="checkbox" id="verified-${id}" name="verified" value="yes">
<label for="verified-${id}" class="beside">${text('desk.approvals.verified')}</label></p>
<p><button name="approved" value="yes">${text('desk.approvals.approve')}</button>
<button name="approved" value="no">${text('desk.approvals.refuse')}</button></p>
</form></section>
`;
  return layout(
    reader,
    text('desk.approvals'),
    html`<h1>${text('desk.approvals')}</h1>
${done && html`<p role="status">${text('desk.approvals.done')}</p>`}
<p>${text('desk.approvals.how')}</p>
${rows.length === 0 ? html`<p>${text('desk.approvals.none')}</p>` : rows.map(row)}`,
  );
}

export function switchesPage(
  reader: Reader,
  states: readonly (SwitchState & { readonly name: string })[],
  { token, name: by }: Form,
): string {
  const { text } = reader;
  const one = ({ name, frozen, by: frozenBy, at }: SwitchState & { readonly name: string }) => {
    const state = frozen
      ? text('desk.switches.frozen', { by: { data: frozenBy ?? '' }, at: reader.timeText(at ?? 0) })
      : text('desk.switches.on');
    return html`<section aria-labelledby="switch-${name}" class="actions">
<h2 id="switch-${name}">${text(`desk.switches.${name}`)}</h2>
<p role="status">${state}</p>
<form method="post" action="/desk/switches/${name}" aria-labelledby="switch-${name}">
<input type="hidden" name="token" value="${token}">
${byField(reader, name, by)}
<p><button name="frozen" value="${frozen ? 'no' : 'yes'}">${text(frozen ? 'desk.switches.release' : 'desk.switches.freeze')}</button></p>
</form></section>
`;
  };
  return layout(
    reader,
    text('desk.switches'),
    html`<h1>${text('desk.switches')}</h1>
<p>${text('desk.switches.what')}</p>
${states.map(one)}`,
  );
}

/** « Ce n'était pas moi »: asked once more before it is done; with a reference, it is done. */
export function notMePage(
  reader: Reader,
  { action, reference }: { readonly action: Text; readonly reference: string | undefined },
): string {
  const { text } = reader;
  const question = () => html`<p>${text('desk.notMe.what', { action })}</p>
<p>${text('desk.notMe.then')}</p>
<form method="post"><p><button>${text('desk.notMe.button')}</button></p></form>`;
  const done = reference !== undefined && html`<p role="status">${text('desk.notMe.done', { reference })}</p>`;
  return layout(
    reader,
    text('desk.notMe.title'),
    html`<h1>${text('desk.notMe.title')}</h1>
${done || question()}`,
  );
}

function byField({ text }: Reader, id: string, name: string | undefined): Markup {
  if (name !== undefined) return html`<input type="hidden" name="by" value="${name}">`;
  return html`<p><label for="by-${id}">${text('desk.by')}</label>
<input id="by-${id}" name="by" autocomplete="name" maxlength="200" required></p>`;
}
