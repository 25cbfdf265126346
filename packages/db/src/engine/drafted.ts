/**
 * Records on their way into the journal: their bytes, the chain of their hashes and what is sealed of
 * them. All that can be made of a record before the rest of its batch is known.
 */
import { eventText } from '@ultrathink/domain/audit';
import { auditOf, type Decided, recordText } from '@ultrathink/domain/engine/core';
import { Packed } from './packed.ts';
import { type Head, hashAfter } from './reading.ts';
import type { SealedBody } from './statement.ts';
import type { JournalRow } from './tables.ts';

export class Drafted {
  readonly packed: Packed;
  /** What the first of them follows. */
  readonly from: Head;
  readonly records: Decided[] = [];
  readonly journal: JournalRow[] = [];
  readonly sealed: SealedBody[] = [];
  readonly #shard: number;
  #head: Head;

  /** @param memory that nobody else uses any more */
  constructor(shard: number, from: Head, memory: Buffer | null) {
    this.#shard = shard;
    this.packed = new Packed(memory);
    this.from = from;
    this.#head = from;
  }

  /** Where the chain stands after the last of them. */
  get head(): Head {
    return this.#head;
  }

  /** Of one epoch, each after the one before it. */
  follows({ record: { sequence, epoch } }: Decided): boolean {
    const isOfEpoch = epoch === (this.records[0]?.record.epoch ?? epoch);
    return isOfEpoch && sequence === this.#head.sequence + 1;
  }

  /** One that follows. @throws when something of it can't be sealed. */
  add(decided: Decided): void {
    const { record } = decided;
    const { at, sequence, epoch, version, input } = record;
    const shard = this.#shard;
    const body = this.packed.put(recordText(record));
    const hash = hashAfter(this.#head.hash, this.packed.at(body));
    for (const event of auditOf(shard, decided, hash.toString('hex'))) {
      const text = this.packed.put(textOf(event));
      this.sealed.push({ clientId: event.frame.clientId, body: text });
    }
    const kept = { body, hash: this.packed.put(hash) };
    this.journal.push({ at, shard, sequence, epoch, version, kind: input.kind, ...kept });
    this.records.push(decided);
    this.#head = { sequence, hash };
  }
}

/** Memory of a batch is used again, unless it was an unusual one. */
const MEMORY_MOST = 1 << 23;

/** What is made of records ahead of their batch, and the memory that batches are made in. */
export class Drafts {
  readonly #shard: number;
  #ahead: Drafted | null = null;
  #memory: Buffer | null = null;

  constructor(shard: number) {
    this.#shard = shard;
  }

  /** @param from what the batch will follow. One that can't be made now is left to its batch. */
  prepare(from: Head, decided: Decided, most: number): void {
    if (decided.record.sequence !== (this.#ahead?.head ?? from).sequence + 1) return;
    this.#ahead ??= this.#begin(from);
    const draft = this.#ahead;
    if (!draft.follows(decided) || draft.records.length >= most) return;
    try {
      draft.add(decided);
    } catch {
      // Whoever takes the batch meets it again, and says why.
      this.#ahead = null;
    }
  }

  /** The beginning of this very batch as far as it was made, or nothing yet. */
  take(from: Head, batch: readonly Decided[]): Drafted {
    const ahead = this.#ahead;
    this.#ahead = null;
    const isIts = ahead?.from === from && ahead.records.every((one, n) => one === batch[n]);
    return ahead !== null && isIts ? ahead : this.#begin(from);
  }

  /** It is written: nobody reads its memory any more. */
  release({ packed: { memory } }: Drafted): void {
    if (memory.length <= MEMORY_MOST) this.#memory = memory;
  }

  forget(): void {
    this.#ahead = null;
  }

  #begin(from: Head): Drafted {
    const draft = new Drafted(this.#shard, from, this.#memory);
    this.#memory = null;
    return draft;
  }
}

/** A venue's words may hold what no sealed text can: a sign U+0000, or half of a pair. */
function textOf({ frame, draft }: ReturnType<typeof auditOf>[number]): string {
  const text = eventText(frame, draft);
  if (text.ok && !text.value.includes('\\u0000')) return text.value;
  const cleaned = eventText(frame, cleanedOf(draft));
  if (cleaned.ok) return cleaned.value;
  const { code, pointer } = cleaned.error;
  throw new TypeError(`${draft.action}: ${pointer} can not be sealed (${code}).`);
}

const cleanedOf = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_, item: unknown) =>
      typeof item === 'string' ? item.toWellFormed().replaceAll('\u0000', '\ufffd') : item,
    ),
  ) as T;
