import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactActivity } from '../../bot/middleware/redaction.ts';

const submit = (nonce: string) => ({ type: 'message', value: { guichet: 'choice', choice: 'yes', nonce } });

test.each(['55732223-ca38-4ff2-b888-fde93f8ce22c', 'bf563970-0486-4701-b564-3a5151231412'])(
  "R3 a button's nonce is left as it is, whatever number it looks like: %s",
  (nonce) => {
    expect(redactActivity(submit(nonce))).toEqual({ activity: submit(nonce), kinds: [] });
  },
);

test('R3 no nonce that Guichet draws is ever masked', () => {
  fc.assert(
    fc.property(fc.uuid(), (nonce) => {
      expect(redactActivity(submit(nonce)).kinds).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test('R30 what is no nonce of ours is read like any other text, even under that name', () => {
  expect(JSON.stringify(redactActivity(submit('FR76 3000 6000 0112 3456 7890 189')))).not.toContain('3456');
});
