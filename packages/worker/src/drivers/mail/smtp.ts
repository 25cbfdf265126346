/** Mails by SMTP. The certificate of the server is always checked; without TLS nothing is sent. */
import { createTransport } from 'nodemailer';
import type { Mail, Mailer } from './mailer.ts';

const TIMEOUT_MS = 10_000;

export interface SmtpOptions {
  /** `smtp://user:password@host:587` (STARTTLS) or `smtps://` (TLS from the first byte). */
  readonly url: string;
  readonly from: string;
  /** For a server on this very machine, which has no certificate. */
  readonly isPlainAllowed?: boolean;
  /** Certificates of our own authority, in PEM. */
  readonly ca?: string;
}

export function createSmtpMailer(options: SmtpOptions): Mailer {
  const { hostname, port, protocol, username, password } = new URL(options.url);
  const isTls = protocol === 'smtps:';
  const transport = createTransport({
    host: hostname,
    port: port === '' ? (isTls ? 465 : 587) : Number(port),
    secure: isTls,
    requireTLS: options.isPlainAllowed !== true,
    ignoreTLS: options.isPlainAllowed === true,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // What a mail names is never read from disk or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(options.ca !== undefined && { tls: { ca: options.ca } }),
    ...(username !== '' && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
  });
  const domain = /@([^>]+)>?$/.exec(options.from)?.[1] ?? hostname;
  return {
    async send({ id, at, to, subject, text, html }: Mail) {
      await transport.sendMail({
        messageId: `<${id}@${domain}>`,
        date: new Date(at),
        from: options.from,
        to: { name: to.name, address: to.address },
        subject,
        text,
        html,
        // No holiday notice answers it.
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    },
    close: () => transport.close(),
  };
}
