#!/usr/bin/env node
/**
 * Starts Guichet. Plain JavaScript, so that an older Node can read it, find the Node 24 that npm installed beside
 * the project and hand over to it. Under `npm start` that Node comes first on PATH and nothing is handed over.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const requiredMajor = 24;
const pathTo = (relative) => fileURLToPath(new URL(relative, import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= requiredMajor) {
  allocateTightly();
  // Starting up makes much short-lived garbage: unless the young generation stays small, a third of the memory that
  // the process then holds for good is empty.
  setFlagsFromString('--semi-space-growth-factor=1');
  // The HTTP parser of `fetch` needs no optimised code, whose making holds fifteen megabytes.
  setFlagsFromString('--liftoff-only');
  // Two cores are better spent on turns than on threads that each keep an arena of memory of their own.
  setFlagsFromString('--single-threaded-gc');
  // Compiled code is kept between starts. Where the folder cannot be written, Node goes on without it.
  module.enableCompileCache(pathTo('./node_modules/.cache/compiled'));
  await import('./bot/main.ts');
} else {
  const installed = [pathTo('./node_modules/node/bin/node'), pathTo('./node_modules/node/bin/node.exe')].find(
    existsSync,
  );
  if (installed) {
    handOver(installed);
  } else {
    console.error(
      `Guichet demande Node.js ${requiredMajor} ou plus récent, et celui-ci est en version ${process.versions.node} : ` +
        `lancez « npm ci » (qui l'installe à côté du projet) ou mettez Node.js à jour.\n` +
        `Guichet needs Node.js ${requiredMajor} or newer, and this one is ${process.versions.node}: ` +
        `run "npm ci" (which installs it beside the project) or update Node.js.`,
    );
    process.exitCode = 1;
  }
}

/**
 * Where glibc allocates: in one arena, and what is not small outside it, which saves tens of megabytes that several
 * arenas keep half empty. It reads the variables once, when the process begins, so the process begins anew in its own
 * place, with the same id.
 */
function allocateTightly() {
  if (process.platform !== 'linux' || process.env.MALLOC_ARENA_MAX || !process.execve) return;
  const { execPath, execArgv, argv, env } = process;
  const tightly = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '16384' };
  process.execve(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...env, ...tightly });
}

/** Runs this same file with another Node, passes signals on, and ends as it ends. */
function handOver(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  const passOn = (signal) => child.kill(signal);
  process.on('SIGTERM', passOn);
  process.on('SIGHUP', passOn);
  // A terminal sends Ctrl-C to both processes by itself: passed on, it would count twice.
  process.on('SIGINT', (signal) => process.stdin.isTTY || passOn(signal));

  child.on('error', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
