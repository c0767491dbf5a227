import { parseArgs } from 'node:util';
import { type Content, loadContent } from '../../bot/content.ts';
import { ContentError } from '../../knowledge/index.ts';
import { compare } from './compare.ts';
import { print } from './print.ts';
import { readRecording } from './read-recording.ts';
import { ReplayError } from './recording.ts';
import { replay } from './replay.ts';

export const usage = `npm run replay -- [--json] [--content FOLDER] FILE…
FILE: a Bot Framework transcript, or a ticket as GET /desk/api/tickets/{ref} gives it`;

export interface Output {
  readonly lines: string[];
  readonly problems: string[];
}

/** Replays each file with the content given; files that cannot be read are among the problems, the others go on. */
export async function replayFiles(content: Content, files: readonly string[], json: boolean): Promise<Output> {
  const output: Output = { lines: [], problems: [] };
  for (const file of files) {
    try {
      const recording = await readRecording(file);
      const comparison = compare(recording, replay(content, recording));
      output.lines.push(...(json ? [JSON.stringify({ file, ...comparison })] : print(file, comparison)));
    } catch (error) {
      if (!(error instanceof ReplayError)) throw error;
      const { field, problem, mend } = error;
      if (json) output.lines.push(JSON.stringify({ file, error: { field, problem, mend } }));
      output.problems.push(error.message);
    }
  }
  return output;
}

async function main(args: string[]): Promise<Output> {
  const options = { json: { type: 'boolean' }, content: { type: 'string' } } as const;
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    if (positionals.length === 0) return { lines: [], problems: [usage] };
    return await replayFiles(await loadContent(values.content), positionals, values.json === true);
  } catch (error) {
    const wrongArguments = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;
    if (!wrongArguments && !(error instanceof ContentError)) throw error;
    return { lines: [], problems: [`${(error as Error).message}${wrongArguments ? `\n${usage}` : ''}`] };
  }
}

if (import.meta.main) {
  const { lines, problems } = await main(process.argv.slice(2));
  for (const line of lines) console.log(line);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
