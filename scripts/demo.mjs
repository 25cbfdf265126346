/**
 * `npm run demo`: from a fresh clone to a running platform. Starts on any Node from 20 on with
 * nothing installed.
 *   --reset  removes what an earlier demo made, then starts afresh
 *   --dev    runs the web app from its sources, without a build
 */
import { fileURLToPath } from 'node:url';
import { bootstrap } from './lib/bootstrap.mjs';

const KNOWN = new Set(['--reset', '--dev']);
const given = new Set(process.argv.slice(2));

async function main({ steps, startedAt }) {
  const { runDemo } = await import('./lib/demo-run.mjs');
  const { Fault } = await import('./lib/fault.mjs');
  const unknown = [...given].filter((option) => !KNOWN.has(option));
  if (unknown.length > 0) {
    throw new Fault(
      `The demo does not know ${unknown.join(' ')}. Nothing was started.`,
      'It knows --reset and --dev: npm run demo -- --reset',
    );
  }
  const options = { reset: given.has('--reset'), dev: given.has('--dev') };
  return runDemo({ steps, startedAt, options });
}

await bootstrap(fileURLToPath(import.meta.url), main);
