/**
 * The demo itself, under Node 24: database, build, processes, and their end in the opposite order.
 * Whatever goes wrong on the way, everything that was started is stopped, PostgreSQL last.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { throwIf } from './bootstrap.mjs';
import { turbo } from './checks.mjs';
import { explain, Fault } from './fault.mjs';
import { generateClient } from './generate.mjs';
import { dataFolderFault, diskFault, portsFault } from './machine.mjs';
import { dataDirOf, ROOT } from './paths.mjs';
import { openDatabase, ownServer } from './platform-database.mjs';
import { reset } from './reset.mjs';
import { endRunning, runNode } from './run.mjs';
import { claim, stopLeftovers } from './run-files.mjs';
import { connectVenues, logInsOf, seed } from './seed.mjs';
import { doorOf, portsOf, servicesOf } from './services.mjs';
import { stopAsked } from './stop-asked.mjs';
import { createSupervisor } from './supervise.mjs';
import { watchDatabase } from './watch-database.mjs';
import { welcome } from './welcome.mjs';

const EXIT_INTERRUPTED = 130;

class Interrupted extends Error {}

/**
 * @param {{ steps: ReturnType<typeof import('./steps.mjs').stepList>, startedAt: number,
 *   options: { reset: boolean, dev: boolean }, env?: NodeJS.ProcessEnv }} context
 * @returns {Promise<number>} exit code
 */
export async function runDemo({ steps, startedAt, options, env = process.env }) {
  const dataDir = dataDirOf(env);
  const ports = portsOf(env);
  const stop = stopAsked({
    onFirst: endRunning,
    onMore: () => steps.tell('Stopping already. Every process gets up to 10 s to finish its work.'),
  });
  const platform = { dataDir, ports, env, stop, options, undo: [] };
  const step = (name, text, act) => {
    if (stop.isAsked()) throw new Interrupted();
    return steps.run(name, text, act);
  };
  let code = 0;
  let fault;
  try {
    await bringUp(platform, step, steps.tell);
    const took = Date.now() - startedAt;
    const people = logInsOf(dataDir);
    process.stdout.write(welcome({ port: ports.PORT, dataDir, took, people, paint: steps.paint }));
    await Promise.race([stop.asked, ...platform.watches]);
  } catch (error) {
    // Asked to stop in the middle of a start: what broke off then is no fault.
    if (stop.isAsked()) code = EXIT_INTERRUPTED;
    else fault = error;
    endRunning();
  }
  const isWhole = await takeDown(platform, steps);
  if (fault !== undefined) throw fault;
  return isWhole ? code : 1;
}

async function bringUp(platform, step, tell) {
  const { dataDir, ports, env, options, undo } = platform;
  if (options.reset)
    await step('reset', 'removing what the demo made', () => reset({ dataDir, env }));
  await step('ground', 'ports, disk and data folder', () => takeGround(platform));
  await step('generate', 'the database client', () => generateClient());
  // Beside the database and the seed, which waits for it half of its time. What became of it is told below.
  const web = { say: () => undefined };
  const built = options.dev ? undefined : build((text) => web.say(text));
  built?.catch(() => undefined);
  const database = await openStep(platform, step);
  await step('migrate', 'the schema', () => migrate(database.urls, env));
  await step('seed', 'firm, people, clients and their past', (progress) =>
    seed({ urls: database.urls, dataDir, ports, env }, progress),
  );
  if (built !== undefined) {
    await step('build', 'the web app', (progress) => {
      web.say = progress;
      return built;
    });
  }
  const say = (line) => tell(`${new Date().toISOString().slice(11, 19)}  ${line}`);
  const supervisor = createSupervisor({ dataDir, say });
  undo.push(['processes', () => supervisor.stop()]);
  platform.watches = [supervisor.gaveUp];
  if (database.own) {
    const watch = watchDatabase({ dataDir, say });
    undo.push([undefined, watch.end]);
    platform.watches.push(watch.gaveUp);
  }
  await step('start', 'venues, engine, jobs, web', (progress) =>
    startAll(platform, { supervisor, database, ports, progress }),
  );
  // Not waited for: people can sign in while the venues are being connected.
  const goesOn = () => !platform.stop.isAsked();
  const deployment = { urls: database.urls, dataDir, ports, env };
  void connectVenues(deployment, { goesOn }).then((fault) => {
    if (fault !== undefined && goesOn()) say(`The venues are not connected. ${fault}`);
  });
}

async function takeGround({ dataDir, ports, undo, env, options }) {
  throwIf(dataFolderFault(dataDir));
  const firstStart = !existsSync(join(dataDir, 'postgres')) && ownServer(env);
  throwIf(diskFault({ path: dataDir, firstStart: false }));
  const release = claim(dataDir, { address: `http://localhost:${ports.PORT}` });
  undo.push([undefined, release]);
  const left = await stopLeftovers(dataDir);
  throwIf(await portsFault(ports));
  if (left.length > 0) return `stopped what an earlier start left behind: ${left.join(', ')}`;
  return firstStart || options.reset ? `a new platform in ${dataDir}` : `data in ${dataDir}`;
}

async function openStep({ dataDir, env, undo }, step) {
  let database;
  const text = ownServer(env) ? 'starting PostgreSQL 18' : 'asking your own server';
  await step('database', text, async (say) => {
    database = await openDatabase({ dataDir, env, say });
    undo.push([database.own ? 'database' : undefined, database.stop]);
    if (!database.own) return 'your own server, 18 or newer';
    return database.adopted ? 'PostgreSQL 18, still running' : 'PostgreSQL 18, its own';
  });
  return database;
}

async function migrate(urls, env) {
  const file = join(ROOT, 'prisma/migrate.ts');
  const { status, output } = await runNode([file], { env: withUrl(env, urls.migrator) });
  if (status !== 0)
    throw new Fault(output.trim(), 'The data is as it was before. The demo stopped.');
  return output.trim().split('\n').at(-1) || 'up to date';
}

/** Only the migrator's own URL: not the administrator's, whoever started us. */
function withUrl({ DATABASE_ADMIN_URL: _, ...env }, url) {
  return { ...env, DATABASE_URL: url };
}

async function build(progress) {
  const args = ['run', 'build', '--filter=@ultrathink/web', '--output-logs=new-only'];
  const { status, output } = await turbo(args, () => progress('building the web app'));
  if (status !== 0) throw new Error(`The web app did not build.\n${output}`);
  return /FULL TURBO/.test(output) ? 'the web app is up to date' : 'the web app';
}

async function startAll(platform, { supervisor, database, ports, progress }) {
  const { dataDir, options, env, stop } = platform;
  const door = doorOf(dataDir);
  const services = servicesOf({ ports, urls: database.urls, dataDir, door, dev: options.dev, env });
  for (const service of services) supervisor.start(service);
  const waiting = new Set(services.map(({ name }) => name));
  const all = services.map(async ({ name }) => {
    await supervisor.ready(name);
    waiting.delete(name);
    if (waiting.size > 0) progress(`waiting for ${[...waiting].join(', ')}`);
  });
  await Promise.race([Promise.all(all), ...platform.watches, stop.asked]);
  if (stop.isAsked()) throw new Interrupted();
  return `${services.map(({ name }) => name).join(', ')} are ready`;
}

/**
 * Undoes in the opposite order. One failure does not keep the rest from being stopped.
 * @returns {Promise<boolean>} whether everything ended as it should
 */
async function takeDown({ undo, dataDir }, steps) {
  let isWhole = true;
  for (const [name, act] of undo.toReversed()) {
    try {
      if (name === undefined) await act();
      else await steps.run('stop', name, async () => void (await act()));
    } catch (error) {
      isWhole = false;
      steps.tell(explain(error));
    }
  }
  const wasUp = undo.some(([name]) => name !== undefined);
  if (wasUp && isWhole) steps.tell(`Stopped. The data is whole in ${dataDir}.`);
  return isWhole;
}
