import { expect, it } from 'vitest';
import { demoGate } from './gate.ts';
import { peerOf } from './peer.ts';

const LOCAL = { host: 'localhost:3000' };

it.each([
  ['a browser on this machine', '127.0.0.1', LOCAL, 'ThisMachine'],
  ['the same over IPv6', '::1', { host: '[::1]:3000' }, 'ThisMachine'],
  ['the same, mapped', '::ffff:127.0.0.1', LOCAL, 'ThisMachine'],
  ['by address', '127.0.0.1', { host: '127.0.0.1:3000' }, 'ThisMachine'],
  ['another machine', '192.0.2.7', LOCAL, 'Elsewhere'],
  ['another machine, mapped', '::ffff:192.0.2.7', LOCAL, 'Elsewhere'],
  ['a socket that is gone', undefined, LOCAL, 'Elsewhere'],
  ['no Host', '127.0.0.1', {}, 'Elsewhere'],
  ['a name bound to this machine', '127.0.0.1', { host: 'evil.example:3000' }, 'Elsewhere'],
  ['a name that begins like ours', '127.0.0.1', { host: 'localhost.evil.example' }, 'Elsewhere'],
  ['a name that ends like ours', '127.0.0.1', { host: 'evil.localhost:3000' }, 'Elsewhere'],
  [
    'a proxy that says for whom',
    '127.0.0.1',
    { ...LOCAL, 'x-forwarded-for': '192.0.2.7' },
    'Elsewhere',
  ],
  [
    'a forged "for this machine"',
    '127.0.0.1',
    { ...LOCAL, 'x-forwarded-for': '127.0.0.1' },
    'Elsewhere',
  ],
  ['forged from afar', '192.0.2.7', { ...LOCAL, 'x-forwarded-for': '127.0.0.1' }, 'Elsewhere'],
  ['X-Forwarded-Host', '127.0.0.1', { ...LOCAL, 'x-forwarded-host': 'localhost' }, 'Elsewhere'],
  ['X-Forwarded-Proto', '127.0.0.1', { ...LOCAL, 'x-forwarded-proto': 'https' }, 'Elsewhere'],
  ['Forwarded', '127.0.0.1', { ...LOCAL, forwarded: 'for=192.0.2.7' }, 'Elsewhere'],
  ['Via', '127.0.0.1', { ...LOCAL, via: '1.1 proxy' }, 'Elsewhere'],
  ['X-Real-IP', '127.0.0.1', { ...LOCAL, 'x-real-ip': '192.0.2.7' }, 'Elsewhere'],
] as const)('takes %s for what its socket proves', (_who, remoteAddress, headers, peer) => {
  expect(peerOf({ remoteAddress, headers })).toBe(peer);
});

it.each([
  ['DEMO', 'ThisMachine', 'Open'],
  ['DEMO', 'Elsewhere', 'OtherMachine'],
  ['PRODUCTION', 'ThisMachine', 'NotHere'],
  ['PRODUCTION', 'Elsewhere', 'NotHere'],
] as const)('in %s, for %s, the gate is %s', (deployment, peer, gate) => {
  expect(demoGate(deployment, peer)).toBe(gate);
});
