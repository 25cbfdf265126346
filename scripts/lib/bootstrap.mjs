/**
 * From whatever Node a person has to the Node the product runs on: checks the machine, installs
 * what the lockfile names, and starts the same command again under Node 24 from node_modules.
 * Everything imported here runs on Node 20 with nothing installed.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { explain, Fault } from './fault.mjs';
import { install, isInstalled } from './install.mjs';
import { compareVersions, diskFault, nodeFault } from './machine.mjs';
import { NODE_WANTED, platformNode, ROOT } from './paths.mjs';
import { stepList } from './steps.mjs';

/**
 * Prepares the machine, then runs `main` under Node 24. Ends the process with the right code.
 * @param {string} script the file of the command, started again when Node is too old
 * @param {(context: { steps: ReturnType<typeof stepList>, startedAt: number }) => Promise<number>} main
 */
export async function bootstrap(script, main) {
  const given = process.env.ULTRATHINK_STARTED_AT;
  // What we start in turn prepares for itself.
  delete process.env.ULTRATHINK_STARTED_AT;
  const startedAt = Number(given ?? Date.now());
  const steps = stepList();
  try {
    if (given === undefined) await prepare(steps);
    process.exitCode =
      compareVersions(process.version, NODE_WANTED) >= 0
        ? await main({ steps, startedAt })
        : await again(script, startedAt);
  } catch (error) {
    process.stderr.write(`\n${explain(error)}\n`);
    process.exitCode = 1;
  }
}

async function prepare(steps) {
  const { version, platform, arch } = process;
  await steps.run('machine', 'looking at Node and disk', async () => {
    throwIf(nodeFault({ version, platform, arch }));
    throwIf(diskFault({ path: ROOT, firstStart: !isInstalled() }));
    return `Node ${version.slice(1)} on ${platform}-${arch}`;
  });
  await steps.run('packages', 'installing what the lockfile names', () => install());
}

export function throwIf(fault) {
  if (fault !== undefined) throw fault;
}

/** Runs the same command under Node 24; signals go on to it, and it notices when we are gone. */
function again(script, startedAt) {
  const node = platformNode();
  if (node === undefined) {
    throw new Fault(
      `This is Node ${process.version.slice(1)}; the project needs ${NODE_WANTED} or newer here.`,
      'Install it from https://nodejs.org, then run the command again.',
    );
  }
  const child = spawn(node, [script, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ULTRATHINK_STARTED_AT: String(startedAt) },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl-C to the child as well; it counts one stop, however often it is asked.
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status, signal) => resolve(status ?? 128 + constants.signals[signal]));
  });
}
