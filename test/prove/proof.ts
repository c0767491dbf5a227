/** A run too long for `npm test`. Resolves with whether it held; prints what it found. */
export interface Proof {
  readonly title: string;
  run(options: { readonly seed: number }): Promise<boolean>;
}
