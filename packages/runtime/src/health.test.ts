import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createHealth,
  type HealthServer,
  isLoopbackAddress,
  isLoopbackHost,
  serveHealth,
  UP,
} from './health.ts';
import { createRegistry } from './metrics.ts';

const open: HealthServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(): Promise<{ port: number; health: ReturnType<typeof createHealth> }> {
  const health = createHealth('engine');
  const server = await serveHealth({ port: 0, health, registry: createRegistry('engine') });
  open.push(server);
  return { port: server.port, health };
}

function get(port: number, path: string, host?: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = host === undefined ? {} : { host };
    const asked = request({ host: '127.0.0.1', port, path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

it('is alive before it is ready', async () => {
  const { port, health } = await serve();
  expect((await get(port, '/health/live')).status).toBe(200);
  const early = await get(port, '/health/ready');
  expect(early.status).toBe(503);
  expect(JSON.parse(early.body)).toMatchObject({ process: 'engine', state: 'Starting' });
  health.setPhase('Up');
  expect((await get(port, '/health/ready')).status).toBe(200);
});

it('is ready while a part of it is degraded, and says which and why', async () => {
  const { port, health } = await serve();
  health.setPhase('Up');
  health.addCheck('door', () => UP);
  health.addCheck('trading', () => ({ state: 'Degraded', sentence: 'One venue is away.' }));
  const answer = await get(port, '/health/ready');
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toMatchObject({
    state: 'Degraded',
    checks: [{ state: 'Up' }, { name: 'trading', sentence: 'One venue is away.' }],
  });
});

it('is not ready while one check is Down, and says which and why', async () => {
  const { port, health } = await serve();
  health.setPhase('Up');
  health.addCheck('door', () => UP);
  health.addCheck('database', () => ({ state: 'Down', sentence: 'The database is gone.' }));
  const answer = await get(port, '/health/ready');
  expect(answer.status).toBe(503);
  expect(JSON.parse(answer.body)).toEqual({
    process: 'engine',
    state: 'Down',
    checks: [
      { name: 'door', state: 'Up', sentence: '' },
      { name: 'database', state: 'Down', sentence: 'The database is gone.' },
    ],
  });
});

it('counts a check that throws as Down and keeps its error to itself', async () => {
  const { port, health } = await serve();
  health.setPhase('Up');
  health.addCheck('database', () => Promise.reject(new Error('password=hunter2')));
  const { status, body } = await get(port, '/health/ready');
  expect(status).toBe(503);
  expect(body).not.toContain('hunter2');
});

it('counts a check that never answers as Down', async () => {
  const { port, health } = await serve();
  health.setPhase('Up');
  health.addCheck('database', () => Promise.withResolvers<never>().promise);
  expect(JSON.parse((await get(port, '/health/ready')).body)).toMatchObject({ state: 'Down' });
});

it('turns work away as soon as it is stopping', async () => {
  const { port, health } = await serve();
  health.setPhase('Stopping');
  expect((await get(port, '/health/ready')).status).toBe(503);
});

it('serves metrics with the name of the process', async () => {
  const { port } = await serve();
  const { body } = await get(port, '/metrics');
  expect(body).toContain('process_resident_memory_bytes{process="engine"}');
});

it('refuses a page that reaches it under a name of its own', async () => {
  const { port } = await serve();
  expect((await get(port, '/metrics', 'evil.example.com')).status).toBe(403);
  expect((await get(port, '/metrics', `localhost:${port}`)).status).toBe(200);
});

it('says in a sentence that its port is taken', async () => {
  const blocker = createServer();
  const port = await new Promise<number>((resolve) => {
    blocker.listen(0, '127.0.0.1', () => {
      const address = blocker.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const health = createHealth('engine');
  await expect(serveHealth({ port, health, registry: createRegistry('jobs') })).rejects.toThrow(
    `Port ${port} for health and metrics is taken by another program.`,
  );
  blocker.close();
});

it('closes while a connection is still open', async () => {
  const { port } = await serve();
  const idle = connect(port, '127.0.0.1');
  await new Promise((resolve) => idle.once('connect', resolve));
  const closed = new Promise((resolve) => idle.once('close', resolve));
  idle.resume();
  await open.splice(0)[0]?.close();
  await closed;
});

describe('loopback', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])('is %s', (address) => {
    expect(isLoopbackAddress(address)).toBe(true);
  });
  it.each(['10.0.0.1', '::', '::ffff:10.0.0.1', '127.evil', undefined])('is not %s', (address) => {
    expect(isLoopbackAddress(address)).toBe(false);
  });
  it.each(['localhost', 'localhost:9464', '127.0.0.1:1', '[::1]:9464'])('is called %s', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });
  it.each(['localhost.evil.com', '127.0.0.1.evil.com', '', undefined])('is not called %s', (h) => {
    expect(isLoopbackHost(h)).toBe(false);
  });
});
