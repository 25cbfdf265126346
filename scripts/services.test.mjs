import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { doorOf, portsOf, servicesOf } from './lib/services.mjs';

const dataDir = mkdtempSync(join(tmpdir(), 'services-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const urls = Object.fromEntries(
  ['migrator', 'app_client', 'app_staff', 'app_identity', 'engine', 'jobs', 'auditor'].map(
    (role) => [role, `url of ${role}`],
  ),
);
const env = {
  PATH: '/bin',
  HOME: '/home/a',
  DATABASE_ADMIN_URL: 'url of the administrator',
  AWS_SECRET_ACCESS_KEY: 'somebody’s',
};
const deployment = { ports: portsOf({}), urls, dataDir, door: '/data/door', env };
const services = Object.fromEntries(
  servicesOf(deployment).map((service) => [service.name, service]),
);

describe('a process is given', () => {
  it.each([
    ['engine', ['engine']],
    ['jobs', ['jobs']],
    ['web', ['app_client', 'app_staff', 'app_identity']],
  ])('(%s) the database URL of its own role and no other', (name, roles) => {
    const given = Object.values(services[name].env).filter((value) => value.startsWith('url of'));
    expect(given.sort()).toEqual(roles.map((role) => urls[role]).sort());
  });

  it.each(['simulator', 'engine', 'jobs', 'web'])(
    '(%s) nothing else of our own environment',
    (name) => {
      expect(services[name].env).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
      expect(services[name].env).toMatchObject({ PATH: '/bin', HOME: '/home/a' });
    },
  );

  it.each(['engine', 'jobs', 'web'])('(%s) to know that this is a demo', (name) => {
    expect(services[name].env).toMatchObject({ DEPLOYMENT: 'DEMO' });
  });

  it('(simulator) nothing of ours at all: no database, no door, no ring, a folder of its own', () => {
    const { PATH, HOME, NODE_ENV, NODE_COMPILE_CACHE, ...given } = services.simulator.env;
    expect([PATH, HOME, NODE_ENV]).toEqual(['/bin', '/home/a', 'production']);
    expect(NODE_COMPILE_CACHE).toMatch(/node_modules/);
    expect(given).toEqual({ SIMULATOR_PORT: '9500', DATA_DIR: join(dataDir, 'simulator') });
  });

  it('(engine) the simulator for every venue, which starts before it', () => {
    expect(services.engine.env).toMatchObject({
      VENUES: 'binance,kraken,coinbase',
      VENUE_SIMULATOR: 'http://127.0.0.1:9500',
    });
    expect(Object.keys(services)).toEqual(['simulator', 'engine', 'jobs', 'web']);
  });

  it('(web) this machine alone to listen on', () => {
    expect(services.web.args.join(' ')).toContain('--hostname 127.0.0.1 --port 3000');
    expect(services.web.env.APP_ORIGIN).toBe('http://localhost:3000');
  });

  it.each([
    ['engine', ['VENUE_KEY_FILE']],
    ['jobs', ['PEOPLE_KEY_FILE', 'VENUE_KEY_FILE']],
    ['web', ['PEOPLE_KEY_FILE']],
  ])('ASVS 13.3.1 (%s) the key rings it needs and no other', (name, rings) => {
    const given = Object.keys(services[name].env).filter((key) => key.endsWith('_KEY_FILE'));
    expect(given).toEqual(rings);
    for (const ring of rings) {
      const file = services[name].env[ring];
      expect(Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url')).toHaveLength(32);
      if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });

  it('(jobs) no way to the engine’s door', () => {
    expect(services.jobs.env).not.toHaveProperty('ENGINE_DOOR');
  });
});

describe('the engine’s door', () => {
  it('stands in the data folder', () => {
    expect(doorOf('/data', { platform: 'linux' })).toBe('/data/run/engine-0.sock');
  });

  it('moves where a socket may stand when the path is too long, to a place of its own', () => {
    const [a, b] = ['a', 'b'].map((end) => `/${'long/'.repeat(30)}${end}`);
    const options = { platform: 'linux', shortDir: '/tmp' };
    expect(doorOf(a, options).length).toBeLessThanOrEqual(103);
    expect(doorOf(a, options)).not.toBe(doorOf(b, options));
  });

  it('is a named pipe on Windows', () => {
    expect(doorOf('C:\\data', { platform: 'win32' })).toMatch(/^\\\\\.\\pipe\\ultrathink-/);
  });
});
