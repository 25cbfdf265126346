/** Runs one program to its end and keeps what it said. */
import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';

/** Programs that run now, so that an interrupted command leaves none of them behind. */
const running = new Set();

/** Ends every program started here. They were asked for by a command that is being stopped. */
export function endRunning() {
  for (const child of running) child.kill('SIGTERM');
}

/** The end of a long output is what explains a failure; the beginning is dropped. */
const OUTPUT_MAX = 4_000_000;

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onOutput?: (text: string) => void,
 *   timeoutMs?: number }} [options]
 * @returns {Promise<{ status: number, output: string, stdout: string, timedOut: boolean }>}
 *   status 127 when the program could not be started.
 */
export function run(command, args, { cwd = ROOT, env = process.env, onOutput, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    let stdout = '';
    let timedOut = false;
    const timer = setTimeout(
      () => {
        timedOut = true;
        child.kill('SIGKILL');
      },
      timeoutMs ?? 2 ** 31 - 1,
    );
    const take = (isOut) => (bytes) => {
      const text = bytes.toString();
      output = (output + text).slice(-OUTPUT_MAX);
      if (isOut) stdout += text;
      onOutput?.(text);
    };
    child.stdout.on('data', take(true));
    child.stderr.on('data', take(false));
    const settle = (status) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ status, output, stdout, timedOut });
    };
    child.once('error', (error) => {
      output += error.message;
      settle(127);
    });
    child.once('close', (status) => settle(status ?? 1));
  });
}

/** Runs a program of ours or of node_modules under the Node that runs now. */
export const runNode = (args, options) => run(process.execPath, args, options);
