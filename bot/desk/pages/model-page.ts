import type { ModelState } from '../../answering/acceptance.ts';
import { html } from '../html.ts';
import { layout, type Reader } from './layout.ts';

/** Which model would read what employees ask, where, and whether an administrator agreed. */
export function modelPage(
  reader: Reader,
  state: ModelState,
  { token, name }: { readonly token: string; readonly name: string | undefined },
): string {
  const { text } = reader;
  const title = text('desk.model');
  if (!state.set) return layout(reader, title, html`<h1>${title}</h1>\n<p>${text('desk.model.none')}</p>`);
  const { accepted, endpoint, model, region, by, at } = state;
  const who =
    name === undefined
      ? html`<p><label for="by">${text('desk.by')}</label>
<input id="by" name="by" autocomplete="name" maxlength="200" required></p>`
      : html`<input type="hidden" name="by" value="${name}">`;
  const status = accepted
    ? text('desk.model.accepted', { by: { data: by ?? '' }, at: reader.timeText(at ?? 0) })
    : text('desk.model.off');
  return layout(
    reader,
    title,
    html`<h1>${title}</h1>
<p>${text('desk.model.what')}</p>
<dl><dt>${text('desk.model.endpoint')}</dt><dd>${endpoint}</dd>
<dt>${text('desk.model.name')}</dt><dd>${model}</dd>
<dt>${text('desk.model.region')}</dt><dd>${region ?? text('desk.model.region.unknown')}</dd></dl>
<p role="status">${status}</p>
<form method="post" action="/desk/language-model">
<input type="hidden" name="token" value="${token}">
${who}
<p><button name="accepted" value="${accepted ? 'no' : 'yes'}">${text(accepted ? 'desk.model.withdraw' : 'desk.model.accept')}</button></p>
</form>`,
  );
}
