import { readFileSync } from 'node:fs';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { readPngSize } from './png.ts';

export interface PackageFiles {
  readonly 'manifest.json': string;
  readonly 'en.json': string;
  readonly 'color.png': Uint8Array;
  readonly 'outline.png': Uint8Array;
}

const iconSizes = { 'color.png': 192, 'outline.png': 32 } as const;

/** Every problem of the package, each naming the file, the field and the mend. */
export function findPackageProblems(files: PackageFiles): string[] {
  const manifest = parse('manifest.json', files['manifest.json']);
  const english = parse('en.json', files['en.json']);
  if (typeof manifest === 'string' || typeof english === 'string') {
    return [manifest, english].filter((outcome) => typeof outcome === 'string');
  }
  return [
    ...againstSchema('manifest.json', 'teams-manifest', manifest),
    ...againstSchema('en.json', 'teams-manifest-localization', english),
    ...missingTranslations(manifest, english),
    ...iconProblems(files),
  ];
}

/** Paths of all texts that people read in Teams, as localisation files name them. */
export function textPaths(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return isText(path) ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => textPaths(item, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textPaths(item, path ? `${path}.${key}` : key));
}

function isText(path: string): boolean {
  return /^(name|description)\.(short|full)$|\.commands\[\d+\]\.(title|description)$/.test(path);
}

function missingTranslations(manifest: object, english: object): string[] {
  const wanted = textPaths(manifest);
  const given = Object.keys(english).filter((key) => key !== '$schema');
  return [
    ...wanted.filter((path) => !given.includes(path)).map((path) => `en.json: ${path} is missing; translate it`),
    ...given
      .filter((path) => !wanted.includes(path))
      .map((path) => `en.json: ${path} is not in manifest.json; remove it`),
  ];
}

function iconProblems(files: PackageFiles): string[] {
  return (Object.keys(iconSizes) as (keyof typeof iconSizes)[]).flatMap((name) => {
    const { width, height } = readPngSize(files[name]);
    const size = iconSizes[name];
    if (width === size && height === size) return [];
    return [
      `${name}: ${width} by ${height} pixels; Teams wants ${size} by ${size}, which node manifest/icons.ts draws`,
    ];
  });
}

function againstSchema(file: string, schemaName: string, content: object): string[] {
  const schema = readFileSync(new URL(`schemas/${schemaName}.schema.json`, import.meta.url), 'utf8');
  // Two of the patterns of the localisation schema are not valid in Unicode mode.
  const ajv = new Ajv.default({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(schema));
  if (validate(content)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const details = Object.values(params).join(', ');
    return `${file}: ${instancePath || '/'} ${message}${details ? ` (${details})` : ''}`;
  });
}

/** The parsed object, or what is wrong with it. */
function parse(file: string, text: string): object | string {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null ? content : `${file}: not an object`;
  } catch (error) {
    return `${file}: not JSON; ${error instanceof Error ? error.message : error}`;
  }
}
