/**
 * What mails say, as plain text and as HTML that needs nothing fetched. A mail says what happened,
 * what follows from it and what to do; it asks for no secret and shows none but that of its link.
 */
import type { UtcTime } from '@ultrathink/domain/kernel';
import { type MailJob, mailLink, type SecurityChange } from '@ultrathink/domain/operations';

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface MailFacts {
  readonly name: string;
  readonly organisation: string;
  /** Where browsers reach us. */
  readonly origin: string;
  /** The secret of the link, for templates that have one. */
  readonly token: string;
}

interface Part {
  readonly kind: 'Paragraph' | 'Link' | 'Verbatim';
  readonly text: string;
}

const say = (text: string): Part => ({ kind: 'Paragraph', text });
const link = (text: string): Part => ({ kind: 'Link', text });
const verbatim = (text: string): Part => ({ kind: 'Verbatim', text });

/** What happened, as the subject has it and as a sentence. */
const CHANGES: Readonly<Record<SecurityChange, readonly [subject: string, sentence: string]>> = {
  PasswordChanged: ['Your password was changed', 'The password of your account was changed.'],
  FactorAdded: ['A second factor was added', 'A second factor was added to your account.'],
  FactorRemoved: ['A second factor was removed', 'A second factor was removed from your account.'],
  FactorsReset: [
    'Your second factors were reset',
    'Your second factors were reset, as two people agreed. At your next sign-in you enrol new ones.',
  ],
  RecoveryCodesRenewed: [
    'Your recovery codes were renewed',
    'New recovery codes were made for your account. Earlier ones no longer work.',
  ],
  RecoveryCodeUsed: [
    'A recovery code was used',
    'Somebody signed in to your account with one of its recovery codes.',
  ],
  SignInFromNewDevice: [
    'A sign-in from a new device',
    'Your account was signed in to from a device that it has not been used on before.',
  ],
  SessionsEnded: ['Your sessions were ended', 'Sessions of your account were ended.'],
  RoleGranted: ['You were given a role', 'Your account was given a role.'],
  RoleEnded: ['A role of yours ended', 'A role of your account was taken back or has ended.'],
  BreakGlassGranted: [
    'Break-glass was granted',
    'Your account was given break-glass. It ends by itself, and everything done with it is recorded.',
  ],
  AllowListChanged: [
    'Networks you may sign in from changed',
    'The list of networks your account may be used from was changed.',
  ],
  ApiKeyCreated: ['An API key was created', 'An API key that acts in your name was created.'],
  ApiKeyRevoked: ['An API key was revoked', 'An API key that acted in your name was revoked.'],
  AccountSuspended: [
    'Your account was suspended',
    'Your account was suspended. Its sessions have ended and nobody can sign in with it.',
  ],
};

const IF_NOT_YOU =
  'If this was neither you nor agreed with you, tell an administrator now. ' +
  'What was done, and by whom, stands in the audit trail.';

export function writeMail(mail: MailJob, facts: MailFacts): MailText {
  const { subject, parts } = contentOf(mail, facts);
  const all = [say(`Dear ${facts.name},`), ...parts, say(`Ultrathink, ${facts.origin}`)];
  return { subject, text: plain(all), html: page(subject, all) };
}

function contentOf(mail: MailJob, facts: MailFacts): { subject: string; parts: readonly Part[] } {
  const { origin, organisation, token } = facts;
  switch (mail.template) {
    case 'invitation':
      return {
        subject: `You are invited to ${organisation} on Ultrathink`,
        parts: [
          say(`${organisation} has invited you. Choose a password and enrol a second factor here:`),
          link(mailLink(origin, 'Invitation', token)),
          say('The link works once, within 72 hours. If you expected no invitation, leave it be.'),
        ],
      };
    case 'passwordReset':
      return {
        subject: 'Choose another password',
        parts: [
          say('Somebody, probably you, asked to choose another password for your account:'),
          link(mailLink(origin, 'PasswordReset', token)),
          say('The link works once, within 30 minutes. Your second factor is needed as before.'),
          say('If it was not you, nothing has changed and nothing needs to be done.'),
        ],
      };
    case 'verifyEmail':
      return {
        subject: 'Is this address yours?',
        parts: [
          say('This address was given for your account. Say that it is yours here:'),
          link(mailLink(origin, 'VerifyEmail', token)),
          say('The link works once, within 24 hours.'),
        ],
      };
    case 'checkpointDigest':
      return {
        subject: `Checkpoint of the audit trail, ${timeOf(mail.at)}`,
        parts: [
          say('Keep this mail. It proves what the audit trail held at this time:'),
          verbatim(mail.checkpoint),
          say('A later trail that does not hold it has been changed; the verifier says where.'),
        ],
      };
    case 'securityNotice': {
      const [subject, sentence] = CHANGES[mail.change];
      return { subject, parts: [say(sentence), say(`Time: ${timeOf(mail.at)}.`), say(IF_NOT_YOU)] };
    }
  }
}

const timeOf = (at: UtcTime): string => `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;

function plain(parts: readonly Part[]): string {
  return `${parts.map(({ text }) => text.trimEnd()).join('\n\n')}\n`;
}

function escapeHtml(text: string): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}

const BODY = 'font:16px/1.5 system-ui,sans-serif;color:#16181d;max-width:36em;margin:2em auto';

const TAGS: Readonly<Record<Part['kind'], (safe: string) => string>> = {
  Paragraph: (safe) => `<p>${safe}</p>`,
  Link: (safe) => `<p><a href="${safe}">${safe}</a></p>`,
  Verbatim: (safe) => `<pre style="overflow-x:auto">${safe}</pre>`,
};

function page(subject: string, parts: readonly Part[]): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<title>${escapeHtml(subject)}</title></head><body style="${BODY}">`,
    ...parts.map(({ kind, text }) => TAGS[kind](escapeHtml(text))),
    '</body></html>',
  ].join('\n');
}
