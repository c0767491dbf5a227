/** Markup that is safe to send as it is: made by `html` alone. */
export interface Markup {
  readonly [safe]: string;
}

const safe = Symbol('safe markup');

type Value = string | number | undefined | false | Markup | readonly Markup[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Markup from a template. Every value is text and is escaped, fit for an element or a quoted attribute; only markup made
 * here goes in as it is. undefined and false leave nothing. Never put a value in a script, a style or an unquoted
 * attribute; an address from outside passes `webAddress` first.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const text = strings.reduce((before, after, index) => before + written(values[index - 1]) + after);
  return { [safe]: text };
}

export function markupText(markup: Markup): string {
  return markup[safe];
}

/** The address if a browser may be sent there; never `javascript:` or `data:`. */
export function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
}

function written(value: Value): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') {
    return String(value).replace(/[&<>"']/g, (character) => entities[character]!);
  }
  return safe in value ? value[safe] : value.map((part) => part[safe]).join('');
}
