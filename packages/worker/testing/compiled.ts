/**
 * Tests start the worker's processes dozens of times, each from the same few hundred files of TypeScript.
 * With this in its environment a process keeps what Node compiled of them, by the hash of each file, and
 * the next one starts in a third of the time.
 */
import { fileURLToPath } from 'node:url';

export const COMPILED = {
  NODE_COMPILE_CACHE: fileURLToPath(
    new URL('../../../node_modules/.cache/compiled', import.meta.url),
  ),
} as const;
