/**
 * Removes what the demo made and nothing else. A folder named by DATA_DIR may hold other things;
 * they stay, and are named.
 */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess } from './identity.mjs';
import { ownServer, removeDatabase } from './platform-database.mjs';
import { runningDemo, stopLeftovers } from './run-files.mjs';

const MADE_BY_US = ['logs', 'secrets', 'run', 'mail', 'checkpoints', 'simulator'];
/** The longest a demo takes to stop everything, by the deadlines of its parts. */
const DEMO_STOP_MS = 60_000;

/** @returns {Promise<string>} what was done, for the step list. */
export async function reset({ dataDir, env = process.env }) {
  if (!existsSync(dataDir)) return 'there was nothing to remove';
  const demo = runningDemo(dataDir);
  if (demo !== undefined) await endProcess({ ...demo, deadlineMs: DEMO_STOP_MS });
  await stopLeftovers(dataDir);
  await removeDatabase({ dataDir });
  for (const name of MADE_BY_US) rmSync(join(dataDir, name), { recursive: true, force: true });
  const left = readdirSync(dataDir);
  if (left.length === 0) rmdirSync(dataDir);
  const kept = left.length === 0 ? '' : `; kept what is not the demo's: ${left.join(', ')}`;
  const named = ownServer(env) ? '' : '; your own database server was left alone';
  return `removed what the demo made${kept}${named}`;
}
