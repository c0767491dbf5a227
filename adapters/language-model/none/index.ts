/** No model is set: Guichet answers with extracts of its own articles. */
export const openNone = (): undefined => undefined;
