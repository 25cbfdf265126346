import { describe, expect, it } from 'vitest';
import { doorOf, portsOf, servicesOf } from './lib/services.mjs';

const urls = Object.fromEntries(
  ['migrator', 'app_client', 'app_staff', 'engine', 'jobs', 'auditor'].map((role) => [
    role,
    `url of ${role}`,
  ]),
);
const env = {
  PATH: '/bin',
  HOME: '/home/a',
  DATABASE_ADMIN_URL: 'url of the administrator',
  AWS_SECRET_ACCESS_KEY: 'somebody’s',
};
const deployment = { ports: portsOf({}), urls, dataDir: '/data', door: '/data/door', env };
const services = Object.fromEntries(
  servicesOf(deployment).map((service) => [service.name, service]),
);

describe('a process is given', () => {
  it.each([
    ['engine', ['engine']],
    ['jobs', ['jobs']],
    ['web', ['app_client', 'app_staff']],
  ])('(%s) the database URL of its own role and no other', (name, roles) => {
    const given = Object.values(services[name].env).filter((value) => value.startsWith('url of'));
    expect(given.sort()).toEqual(roles.map((role) => urls[role]).sort());
  });

  it.each(['engine', 'jobs', 'web'])('(%s) nothing else of our own environment', (name) => {
    expect(services[name].env).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
    expect(services[name].env).toMatchObject({ PATH: '/bin', HOME: '/home/a', DEPLOYMENT: 'DEMO' });
  });

  it('(web) this machine alone to listen on', () => {
    expect(services.web.args.join(' ')).toContain('--hostname 127.0.0.1 --port 3000');
    expect(services.web.env.APP_ORIGIN).toBe('http://localhost:3000');
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
