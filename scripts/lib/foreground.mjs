/** Runs another Node program of ours in this terminal, until it ends. */
import { spawn } from 'node:child_process';

/**
 * Answers its exit code. Ctrl-C reaches the program from the terminal itself, and it stops what it
 * started; only then do we end.
 * @param {string[]} args file and arguments
 * @param {{ cwd: string, env?: Record<string, string | undefined> }} options
 */
export function foreground(args, { cwd, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: 'inherit' });
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? 1));
  });
}
