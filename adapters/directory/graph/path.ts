/** An id as one segment of a path. Dots alone, or nothing, would climb out of it: they name nobody. */
export const segment = (id: string): string => (/^\.*$/.test(id) ? 'nobody' : encodeURIComponent(id));

/** A value inside the quotes of `$filter`. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
