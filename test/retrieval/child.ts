import { type ChildProcess, fork } from 'node:child_process';

/** Runs a module in a process of its own, so that memory is its own too, and resolves with the message it sends. */
export function runChild<Answer>(module: URL, args: readonly string[], flags: readonly string[] = []): Promise<Answer> {
  const child: ChildProcess = fork(module, [...args], { execArgv: [...flags] });
  return new Promise((resolve, reject) => {
    let answer: Answer | undefined;
    child.once('message', (message) => {
      answer = message as Answer;
    });
    child.once('exit', (code) => {
      if (answer !== undefined) resolve(answer);
      else reject(new Error(`${module.pathname} ${args.join(' ')} ended with ${code}`));
    });
  });
}
