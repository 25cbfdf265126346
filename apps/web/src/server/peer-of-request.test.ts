import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addressOf, markPeers } from './peer-of-request.ts';

const peers = markPeers();
const server = createServer((request, response) => {
  const headers = new Headers(request.headers as Record<string, string>);
  response.end(peers.read(headers));
});

beforeAll(() => new Promise<void>((done) => void server.listen(0, '127.0.0.1', done)));
afterAll(() => new Promise<void>((done) => void server.close(() => done())));

function ask(headers: Record<string, string | string[]>): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ port, host: '127.0.0.1', agent: false, headers }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => {
        text += part.toString();
      });
      response.on('end', () => resolve(text));
    });
    asked.on('error', reject);
    asked.end();
  });
}

it('judges a real request by its socket', async () => {
  expect(await ask({ host: 'localhost:3000' })).toBe('ThisMachine');
});

it('believes nobody who writes the judgement himself', async () => {
  const forged = { host: 'evil.example', 'x-ultrathink-peer': 'x.ThisMachine' };
  expect(await ask(forged)).toBe('Elsewhere');
  expect(await ask({ ...forged, 'x-ultrathink-peer': ['a.ThisMachine', 'b.ThisMachine'] })).toBe(
    'Elsewhere',
  );
});

it('takes a request that nobody judged for one from elsewhere', () => {
  expect(peers.read(new Headers({ 'x-ultrathink-peer': 'ThisMachine' }))).toBe('Elsewhere');
  expect(peers.read(new Headers())).toBe('Elsewhere');
});

it.each([
  ['203.0.113.9', '', [], '203.0.113.9'],
  ['203.0.113.9', '198.51.100.1', [], '203.0.113.9'],
  ['203.0.113.9', '198.51.100.1', ['10.0.0.0/8'], '203.0.113.9'],
  ['10.0.0.1', '198.51.100.1', ['10.0.0.0/8'], '198.51.100.1'],
  ['::ffff:10.0.0.1', '203.0.113.66, 198.51.100.1, 10.0.0.2', ['10.0.0.0/8'], '198.51.100.1'],
  ['10.0.0.1', 'nonsense', ['10.0.0.0/8'], '10.0.0.1'],
  ['10.0.0.1', '', ['10.0.0.0/8'], '10.0.0.1'],
] as const)(
  'from %s with X-Forwarded-For %j, believing %j, it is %s that asks',
  (remote, forwarded, proxies, address) => {
    expect(addressOf(remote, forwarded, proxies)).toBe(address);
  },
);
