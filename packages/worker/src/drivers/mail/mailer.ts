/** How a mail leaves the platform. What it says is decided elsewhere. */
import type { UtcTime } from '@ultrathink/domain/kernel';

export interface Mail {
  /** The same for each attempt, so that a mail that was sent twice can be told for one. */
  readonly id: string;
  readonly at: UtcTime;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Mailer {
  /** Resolves when somebody else has taken it over. @throws whatever kept it from being taken. */
  send(mail: Mail): Promise<void>;
  close(): void;
}
