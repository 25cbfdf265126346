import type { PersonId, UtcTime } from '@ultrathink/domain/kernel';
import { type MailJob, mailJobSchema, SECURITY_CHANGES } from '@ultrathink/domain/operations';
import { describe, expect, it } from 'vitest';
import { writeMail } from './templates.ts';

const personId = '01938f5e-0000-7000-8000-000000000001' as PersonId;
const at = '2026-11-21T09:41:07.204Z' as UtcTime;
const TOKEN = 'a-token-of-forty-three-letters-in-base64url';
const facts = {
  name: 'Ines Okafor',
  organisation: 'Halden & <Søn>',
  origin: 'https://desk.example.com',
  token: TOKEN,
};
const base = { version: 1, personId } as const;

describe('a mail', () => {
  it.each([
    ['invitation', '/invitation#'],
    ['passwordReset', '/reset-password#'],
    ['verifyEmail', '/verify-email#'],
  ] as const)(
    'ASVS 14.2.1 (%s) carries its secret behind the #, once as text',
    (template, path) => {
      const { subject, text, html } = writeMail({ ...base, template }, facts);
      expect(text).toContain(`${facts.origin}${path}${TOKEN}`);
      expect(text.split(TOKEN)).toHaveLength(2);
      expect(html).toContain(`href="${facts.origin}${path}${TOKEN}"`);
      expect(subject).not.toContain(TOKEN);
    },
  );

  it.each(SECURITY_CHANGES)(
    'ASVS 6.3.7 (%s) says what was changed, when, and what to do',
    (change) => {
      const { text } = writeMail({ ...base, template: 'securityNotice', change, at }, facts);
      expect(text).toContain('2026-11-21 09:41:07 UTC');
      expect(text).toContain('tell an administrator');
      expect(text).not.toMatch(/!|please|successfully/i);
    },
  );

  it('holds the checkpoint as it was published', () => {
    const checkpoint = 'localhost/ultrathink\n12\nAAAA\n\n— key c2ln\n';
    const mail: MailJob = { ...base, template: 'checkpointDigest', at, checkpoint };
    expect(writeMail(mail, facts).text).toContain(checkpoint.trimEnd());
  });

  it('shows what people wrote as text, whatever it looks like', () => {
    const { html } = writeMail({ ...base, template: 'invitation' }, facts);
    expect(html).toContain('Halden &amp; &lt;Søn&gt;');
    expect(html).not.toContain('<Søn>');
  });
});

it('ASVS 16.2.5 the job that asks for a mail has no room for an address or a secret', () => {
  const asked = { ...base, template: 'invitation' };
  expect(mailJobSchema.safeParse(asked).success).toBe(true);
  for (const more of [{ email: 'a@b.example' }, { token: TOKEN }, { name: 'Ines' }]) {
    expect(mailJobSchema.safeParse({ ...asked, ...more }).success).toBe(false);
  }
});
