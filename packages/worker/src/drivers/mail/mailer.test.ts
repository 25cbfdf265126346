import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addMs, type UtcTime } from '@ultrathink/domain/kernel';
import { StartRefusal } from '@ultrathink/runtime';
import { SMTPServer } from 'smtp-server';
import { afterAll, describe, expect, it } from 'vitest';
import type { Mail } from './mailer.ts';
import { openMailer } from './open-mailer.ts';
import { createSinkMailer, SINK_MAX } from './sink.ts';
import { createSmtpMailer } from './smtp.ts';

const AT = '2026-11-21T09:41:07.204Z' as UtcTime;
const FROM = 'Ultrathink <desk@example.com>';
const idOf = (number: number) => `01938f5e-0000-7000-8000-${String(number).padStart(12, '0')}`;

const aMail = (number = 1): Mail => ({
  id: idOf(number),
  at: addMs(AT, number),
  to: { name: 'Inès Okafor', address: 'ines@halden.example' },
  subject: 'You are invited — to Halden',
  text: 'Dear Inès,\n\nhttps://desk.example.com/invitation#token\n',
  html: '<p>Dear Inès,</p>',
});

describe('by SMTP', () => {
  const taken: { from: string; to: string[]; message: string; user: unknown }[] = [];
  const server = new SMTPServer({
    // A server of this machine: names and passwords, and no certificate.
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === 'desk' && password === 'p@ss'
        ? done(null, { user: username })
        : done(new Error('Who are you')),
    onData(stream, { envelope, user }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        taken.push({ from, to, message: Buffer.concat(parts).toString(), user });
        done();
      });
    },
  });
  const listening = new Promise<number>((resolve) => {
    const socket = server.listen(0, '127.0.0.1', () =>
      resolve((socket.address() as AddressInfo).port),
    );
  });
  afterAll(() => new Promise<void>((done) => server.close(() => done())));
  const url = async (login: string) => `smtp://${login}@127.0.0.1:${await listening}`;

  it('is handed over under the sender’s name, signed in, and answered by no machine', async () => {
    const mailer = createSmtpMailer({
      url: await url('desk:p%40ss'),
      from: FROM,
      isPlainAllowed: true,
    });
    await mailer.send(aMail());
    mailer.close();
    const [{ from, to, message, user } = { from: '', to: [], message: '', user: '' }] = taken;
    expect([from, to, user]).toEqual(['desk@example.com', ['ines@halden.example'], 'desk']);
    expect(message).toMatch(/^Message-ID: <01938f5e-0000-7000-8000-000000000001@example.com>/m);
    expect(message).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(message).toMatch(/^Date: Sat, 21 Nov 2026 09:41:07 \+0000/m);
    expect(message).toContain('https://desk.example.com/invitation#token');
    expect(message).toMatch(/multipart\/alternative/);
  });

  it('ASVS 12.3.1 is not handed over in plain text to a server without TLS', async () => {
    const mailer = createSmtpMailer({ url: await url('desk:p%40ss'), from: FROM });
    const before = taken.length;
    await expect(mailer.send(aMail())).rejects.toThrow();
    expect(taken).toHaveLength(before);
  });

  it('that the server does not take counts as not sent, and says no password', async () => {
    const login = ['desk', 'not-the-word'].join(':');
    const mailer = createSmtpMailer({ url: await url(login), from: FROM, isPlainAllowed: true });
    const error = await mailer.send(aMail()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).not.toContain('not-the-word');
  });
});

describe('into files', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'mail-')), 'mail');
  afterAll(() => rmSync(join(folder, '..'), { recursive: true }));
  const sink = createSinkMailer(folder);

  it('is a file for its owner alone, and the same one however often it is sent', async () => {
    await sink.send(aMail());
    await sink.send(aMail());
    const names = readdirSync(folder);
    expect(names).toHaveLength(1);
    const file = join(folder, names[0] ?? '');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(aMail());
    if (process.platform === 'win32') return;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('keeps the newest and no more of them than it says', async () => {
    for (let number = 1; number <= SINK_MAX + 5; number += 1) await sink.send(aMail(number));
    const names = readdirSync(folder).sort();
    expect(names).toHaveLength(SINK_MAX);
    expect(names[0]).toContain(idOf(6));
    expect(names.at(-1)).toContain(idOf(SINK_MAX + 5));
  });
});

describe('a deployment', () => {
  const none = { MAIL_SINK_DIR: undefined, SMTP_URL: undefined, MAIL_FROM: undefined };
  const smtp = { SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: FROM };

  it.each([
    ['nothing', { ...none, DEPLOYMENT: 'DEMO' }, /not both set/],
    ['a server without a sender', { ...none, ...smtp, MAIL_FROM: undefined }, /not both set/],
    ['two ways', { ...none, ...smtp, MAIL_SINK_DIR: '/mail' }, /both set/],
    ['files, in production', { ...none, DEPLOYMENT: 'PRODUCTION', MAIL_SINK_DIR: '/mail' }, /DEMO/],
  ] as const)('refuses to start with %s', (_what, env, sentence) => {
    const open = () => openMailer({ DEPLOYMENT: 'DEMO', ...env });
    expect(open).toThrow(StartRefusal);
    expect(open).toThrow(sentence);
  });

  it('mails by the server it names', () => {
    expect(() => openMailer({ ...none, ...smtp, DEPLOYMENT: 'PRODUCTION' })).not.toThrow();
  });
});
