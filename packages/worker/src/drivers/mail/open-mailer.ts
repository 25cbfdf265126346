/** The mailer this deployment is set up for. */
import { type Deployment, EXIT, isLoopbackHost, StartRefusal } from '@ultrathink/runtime';
import type { Mailer } from './mailer.ts';
import { createSinkMailer } from './sink.ts';
import { createSmtpMailer } from './smtp.ts';

export interface MailEnv {
  readonly DEPLOYMENT: Deployment;
  readonly MAIL_SINK_DIR: string | undefined;
  readonly SMTP_URL: string | undefined;
  readonly MAIL_FROM: string | undefined;
}

/** @throws {StartRefusal} unless exactly one way is set up, and the files' way in a demo alone. */
export function openMailer(env: MailEnv): Mailer {
  const { DEPLOYMENT, MAIL_SINK_DIR, SMTP_URL, MAIL_FROM } = env;
  const refuse = (sentence: string) => new StartRefusal(sentence, EXIT.config);
  if (MAIL_SINK_DIR !== undefined) {
    if (SMTP_URL !== undefined) {
      throw refuse('MAIL_SINK_DIR and SMTP_URL are both set. Set one: mails go one way.');
    }
    if (DEPLOYMENT !== 'DEMO') {
      throw refuse('MAIL_SINK_DIR is for DEPLOYMENT=DEMO. Set SMTP_URL and MAIL_FROM instead.');
    }
    return createSinkMailer(MAIL_SINK_DIR);
  }
  if (SMTP_URL === undefined || MAIL_FROM === undefined) {
    throw refuse('SMTP_URL and MAIL_FROM are not both set. Nobody could be invited without mail.');
  }
  const isPlainAllowed = isLoopbackHost(new URL(SMTP_URL).host);
  return createSmtpMailer({ url: SMTP_URL, from: MAIL_FROM, isPlainAllowed });
}
