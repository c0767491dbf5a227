import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { findCommand } from '../../dialogs/triage/commands.ts';
import { fillManifest, readDeployment, sample } from '../../manifest/fill.ts';
import { packageFiles, readVersion, zipPackage } from '../../manifest/package.ts';
import { findPackageProblems, type PackageFiles } from '../../manifest/validate.ts';

const deployment = {
  appId: '11111111-2222-4333-8444-555555555555',
  host: 'guichet.mairie.example:8443',
  version: readVersion(),
};
const files = packageFiles(deployment);
const changed = (name: 'manifest.json' | 'en.json', from: string, to: string): PackageFiles => ({
  ...files,
  [name]: files[name].replace(from, to),
});

describe('the Teams app package', () => {
  it('is valid against the schema, with both languages complete and icons of the right size', () => {
    expect(findPackageProblems(files)).toEqual([]);
    expect(findPackageProblems(packageFiles({ ...sample, version: '1.2.3' }))).toEqual([]);
  });

  it('is a zip of exactly the files that the manifest names, the same bytes each time', () => {
    const zip = zipPackage(files);
    const content = unzipSync(zip);
    expect(Object.keys(content).sort()).toEqual(['color.png', 'en.json', 'manifest.json', 'outline.png']);
    expect(Buffer.from(content['color.png']!).equals(files['color.png'])).toBe(true);
    const manifest = JSON.parse(Buffer.from(content['manifest.json']!).toString());
    expect(manifest.icons).toEqual({ color: 'color.png', outline: 'outline.png' });
    expect(manifest.localizationInfo.additionalLanguages).toEqual([{ languageTag: 'en', file: 'en.json' }]);
    expect(Buffer.from(zipPackage(files)).equals(zip)).toBe(true);
  });

  it('carries the deployment: bot, sign-in, domains and version', () => {
    const manifest = JSON.parse(files['manifest.json']);
    expect(manifest).toMatchObject({
      id: deployment.appId,
      version: deployment.version,
      webApplicationInfo: { id: deployment.appId, resource: `api://botid-${deployment.appId}` },
      validDomains: [deployment.host, 'token.botframework.com'],
    });
    expect(manifest.bots[0]).toMatchObject({
      botId: deployment.appId,
      scopes: ['personal', 'team', 'groupChat'],
      supportsFiles: true,
    });
    expect(files['manifest.json']).not.toContain('${{');
  });

  it('offers commands that Guichet understands, in both languages', () => {
    const expected = ['human', 'status', 'restart', 'cancel', 'language', 'plain', 'privacy', 'help'];
    const french: { title: string }[] = JSON.parse(files['manifest.json']).bots[0].commandLists[0].commands;
    const english = JSON.parse(files['en.json']);
    expect(french.map(({ title }) => findCommand(title))).toEqual(expected);
    const englishTitles = french.map((_, index) => english[`bots[0].commandLists[0].commands[${index}].title`]);
    expect(englishTitles.map(findCommand)).toEqual(expected);
  });
});

describe('what is wrong with a package is named', () => {
  it.each([
    [
      'a text without translation',
      changed('en.json', 'commands[3].title', 'commands[3].titel'),
      /commands\[3\]\.title is missing; translate it/,
    ],
    [
      'a translation of nothing',
      changed('en.json', 'commands[7].title', 'commands[9].title'),
      /commands\[9\]\.title is not in manifest\.json; remove it/,
    ],
    [
      'an unknown field',
      changed('manifest.json', '"supportsFiles"', '"supportsPapers"'),
      /manifest\.json: \/bots\/0 .*supportsPapers/,
    ],
    [
      'a text past its length',
      changed('manifest.json', 'Décrivez votre problème', 'Décrivez votre problème '.repeat(4)),
      /manifest\.json: \/description\/short .*80/,
    ],
    ['what is not JSON', changed('manifest.json', '{', ''), /manifest\.json: not JSON/],
    [
      'an icon of another size',
      { ...files, 'outline.png': files['color.png'] },
      /outline\.png: 192 by 192 pixels; Teams wants 32 by 32/,
    ],
  ])('%s', (_, broken, message) => {
    expect(findPackageProblems(broken).join('\n')).toMatch(message);
  });

  it('a placeholder that nothing fills', () => {
    expect(() => fillManifest(`{"id": "\${{Nothing}}"}`, deployment)).toThrow(/\$\{\{Nothing\}\}/);
  });
});

describe('the deployment is read from the environment', () => {
  it('is none when nothing is set', () => {
    expect(readDeployment({})).toBe('none');
    expect(readDeployment({ MicrosoftAppId: ' ', GUICHET_PUBLIC_URL: '' })).toBe('none');
  });

  it('is read when both are set', () => {
    expect(
      readDeployment({ MicrosoftAppId: deployment.appId.toUpperCase(), GUICHET_PUBLIC_URL: 'https://a.example/x' }),
    ).toEqual({
      deployment: { appId: deployment.appId, host: 'a.example' },
    });
  });

  it.each([
    ['malformed app id', { MicrosoftAppId: 'abc', GUICHET_PUBLIC_URL: 'https://a.example' }, ['MicrosoftAppId']],
    [
      'empty GUID',
      { MicrosoftAppId: '00000000-0000-0000-0000-000000000000', GUICHET_PUBLIC_URL: 'https://a.example' },
      ['MicrosoftAppId'],
    ],
    ['no address', { MicrosoftAppId: deployment.appId }, ['GUICHET_PUBLIC_URL']],
    [
      'an address without https',
      { MicrosoftAppId: deployment.appId, GUICHET_PUBLIC_URL: 'http://a.example' },
      ['GUICHET_PUBLIC_URL'],
    ],
    ['both wrong', { MicrosoftAppId: 'x', GUICHET_PUBLIC_URL: 'y' }, ['MicrosoftAppId', 'GUICHET_PUBLIC_URL']],
  ])('names the variable and the mend: %s', (_, environment, variables) => {
    const read = readDeployment(environment);
    const problems = read !== 'none' && 'problems' in read ? read.problems : [];
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(variables);
    for (const problem of problems) expect(problem).toContain('set it to');
  });
});
