import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startSimulator, VirtualClock } from '../index.ts';

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Made for this run alone, and gone with it. */
function aCertificate() {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-tls-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', keyFile, '-out', certFile, '-days', '1'];
  const args = ['req', '-x509', '-nodes', ...curve, ...name, ...files];
  execFileSync('openssl', args, { stdio: 'ignore' });
  const made = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
  rmSync(folder, { recursive: true, force: true });
  return made;
}

function get(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, { ca }, (response) => {
      let text = '';
      response.on('data', (part) => {
        text += String(part);
      });
      response.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
}

describe('with a key and a certificate (made by openssl, skipped where there is none)', () => {
  it.skipIf(!hasOpenssl())('it speaks https and wss, which clients verify', async () => {
    const tls = aCertificate();
    const clock = new VirtualClock(Date.UTC(2026, 10, 1));
    const simulator = await startSimulator({ seed: 'tls', clock, port: 0, historyMs: 0, tls });
    const at = `127.0.0.1:${simulator.port}/binance`;
    expect(await get(`https://${at}/api/v3/ping`, tls.cert)).toBe('{}');
    const socket = new WebSocket(`wss://${at}/ws`, { ca: tls.cert });
    const answered = new Promise<string>((resolve, reject) => {
      socket.once('message', (data) => resolve(String(data))).once('error', reject);
    });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send('{"method":"LIST_SUBSCRIPTIONS","id":1}');
    expect(await answered).toBe('{"result":[],"id":1}');
    socket.terminate();
    await simulator.close();
  });
});
