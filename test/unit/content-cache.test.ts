import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadContent } from '../../bot/content.ts';
import { createContentCache } from '../../bot/content-cache.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'guichet-content-cache-'));
  file = path.join(folder, 'source.yaml');
  writeFileSync(file, 'one');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cached = () => path.join(folder, 'cache');
const source = (leans: unknown = 1) => ({ name: 'thing', files: [file], leans });

describe('what is kept of the content between starts', () => {
  it('is made once, and anew when a file or what it leans on changes; the old is removed', () => {
    let made = 0;
    const remember = (leans?: unknown) =>
      createContentCache(cached())(
        source(leans),
        () => ({ made: ++made }),
        () => true,
      );
    expect([remember(), remember()]).toEqual([{ made: 1 }, { made: 1 }]);
    writeFileSync(file, 'two');
    expect(remember()).toEqual({ made: 2 });
    expect(remember('another organisation')).toEqual({ made: 3 });
    expect(readdirSync(cached())).toHaveLength(1);
  });

  it('is not kept when it has problems, nor trusted when it is broken, nor needed', () => {
    const remember = createContentCache(cached());
    expect(
      remember(
        source(),
        () => 'bad',
        () => false,
      ),
    ).toBe('bad');
    expect(
      remember(
        source(),
        () => 'good',
        () => true,
      ),
    ).toBe('good');
    writeFileSync(path.join(cached(), readdirSync(cached())[0]!), '{ broken');
    expect(
      remember(
        source(),
        () => 'again',
        () => true,
      ),
    ).toBe('again');
    writeFileSync(path.join(folder, 'a-file'), '');
    const nowhere = createContentCache(path.join(folder, 'a-file'));
    expect(
      nowhere(
        source(),
        () => 'made',
        () => true,
      ),
    ).toBe('made');
  });

  it('gives the scripts as they were checked', async () => {
    const first = await loadContent(undefined, cached());
    const again = await loadContent(undefined, cached());
    expect(again.kit.scripts).toEqual(first.kit.scripts);
    expect(again.kit.scripts.size).toBeGreaterThan(40);
  });
});
