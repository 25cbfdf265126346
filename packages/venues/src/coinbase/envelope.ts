/** What every message of Coinbase's streams comes in: a channel, and a count over the connection. */
import { err, ok, type Result, type UtcTime } from '@ultrathink/domain/kernel';
import { type Malformed, malformed, readAs, readJson } from '../common/reading.ts';
import { venueTime } from './venue-time.ts';

export interface Envelope {
  readonly channel: string;
  readonly at: UtcTime;
  /** One more than that of the message before, whatever channel that was of. */
  readonly sequence: number;
  readonly events: readonly unknown[];
}

export type StreamMessage =
  | { readonly kind: 'Message'; readonly envelope: Envelope }
  /** The venue did not take what we sent. */
  | { readonly kind: 'Error'; readonly text: string };

const isObject = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null;

export function readStreamMessage(text: string): Result<StreamMessage, Malformed> {
  const raw = readJson(text);
  if (!raw.ok) return raw;
  if (!isObject(raw.value)) return err(malformed('no object'));
  const { type, message, channel, timestamp, sequence_num: sequence, events } = raw.value;
  if (type === 'error') return ok({ kind: 'Error', text: String(message).slice(0, 200) });
  const at = readAs(venueTime, timestamp);
  if (!at.ok) return at;
  if (typeof channel !== 'string' || !isCount(sequence) || !Array.isArray(events)) {
    return err(malformed('a message is not as documented'));
  }
  return ok({ kind: 'Message', envelope: { channel, at: at.value, sequence, events } });
}

const isCount = (raw: unknown): raw is number => Number.isSafeInteger(raw) && Number(raw) >= 0;

/** Counts the messages of one connection. */
export class Sequence {
  #next: number | null = null;

  /** A new connection counts anew. */
  begin(): void {
    this.#next = null;
  }

  /** A message that came before already is `Old`, and says nothing. */
  take(sequence: number): 'Next' | 'Old' | MissedMessages {
    const expected = this.#next ?? sequence;
    if (sequence < expected) return 'Old';
    this.#next = sequence + 1;
    return sequence === expected ? 'Next' : { expected, actual: sequence };
  }
}

export interface MissedMessages {
  readonly expected: number;
  readonly actual: number;
}
