/** What is wrong with the log, and where: the first bad place, in words a person can act on. */
import type { ChainBreak } from '@ultrathink/domain/audit';

export type LogFinding =
  | {
      readonly kind: 'Event';
      readonly chain: string;
      readonly sequence: number;
      readonly why:
        | 'ContentChanged'
        | 'LinkBroken'
        | 'Missing'
        | 'Inserted'
        | 'ColumnsDiffer'
        | 'HeadDiffers';
    }
  | {
      readonly kind: 'Leaf';
      readonly index: number;
      readonly chain?: string;
      readonly sequence?: number;
      readonly why: 'Missing' | 'OutOfOrder' | 'HashDiffers';
    }
  | {
      readonly kind: 'Node';
      readonly level: number;
      readonly index: number;
      readonly why: 'Missing' | 'HashDiffers' | 'NotOfTheTree';
    }
  | {
      readonly kind: 'Checkpoint';
      readonly size: number;
      readonly why: NoteFault | 'Missing';
    }
  | {
      readonly kind: 'Copy';
      readonly size: number;
      /** Within the folder of copies. */
      readonly file: string;
      readonly why: NoteFault | 'NotInDatabase';
    };

/** What can be wrong with a signed note. */
export type NoteFault =
  | 'Malformed'
  | 'OtherLog'
  | 'SignatureMissing'
  | 'SignatureInvalid'
  | 'RootDiffers'
  | 'AheadOfLog'
  | 'RowDiffers';

const EVENT_WHY = {
  ContentChanged: 'its contents are not those its hash was made of: it was changed',
  LinkBroken: 'it does not follow the event before it: events were moved, replaced or inserted',
  Missing: 'it is missing: it was deleted',
  Inserted: 'there is an event where none was sealed: it was inserted',
  ColumnsDiffer: 'its searchable columns say something else than its sealed contents',
  HeadDiffers: 'the head of the chain does not stand at its last event',
} as const;

const NOTE_WHY: Readonly<Record<NoteFault | 'NotInDatabase' | 'Missing', string>> = {
  Missing: 'it was there a moment ago and is not any more',
  Malformed: 'it is no checkpoint that can be read',
  OtherLog: 'it belongs to another log',
  SignatureMissing: 'a signature of ours is missing',
  SignatureInvalid: 'its signature is not good',
  RootDiffers: 'the events before it are not those it was signed for',
  AheadOfLog:
    'the database holds fewer events than it was signed for: events were cut off, or the database was set back',
  RowDiffers: 'its row says something else than its signed text',
  NotInDatabase: 'the database does not have it: it was removed or exchanged',
};

/** One or two sentences. */
export function explainFinding(finding: LogFinding): string {
  switch (finding.kind) {
    case 'Event':
      return `Event ${finding.sequence} of the chain ${finding.chain}: ${EVENT_WHY[finding.why]}.`;
    case 'Leaf':
      return `Place ${finding.index} of the log: ${leafWhy(finding)}.`;
    case 'Node':
      return `The tree over the log, level ${finding.level}, place ${finding.index}: ${
        finding.why === 'Missing' ? 'a hash is missing' : 'a hash is not that of its leaves'
      }. The events themselves are looked at apart from this.`;
    case 'Checkpoint':
      return `The checkpoint over ${finding.size} events: ${NOTE_WHY[finding.why]}.`;
    case 'Copy':
      return `The copy ${finding.file} of the checkpoint over ${finding.size} events: ${NOTE_WHY[finding.why]}.`;
  }
}

function leafWhy(finding: Extract<LogFinding, { kind: 'Leaf' }>): string {
  switch (finding.why) {
    case 'Missing':
      return 'no event is numbered there';
    case 'OutOfOrder':
      return 'the events of a chain are not numbered in their order';
    case 'HashDiffers':
      return `its hash is not that of event ${finding.sequence} of the chain ${finding.chain}`;
  }
}

/**
 * A break of a chain as a finding: whether the event is missing, one too many, moved or changed.
 * @param found the event that did not follow.
 */
export function breakOf(
  { sequence, why }: ChainBreak,
  found: { readonly chain: string; readonly sequence: number },
): LogFinding {
  const { chain } = found;
  switch (why) {
    case 'SequenceGap':
    case 'OtherChain':
      return found.sequence < sequence
        ? { kind: 'Event', chain, sequence: found.sequence, why: 'Inserted' }
        : { kind: 'Event', chain, sequence, why: 'Missing' };
    case 'PreviousHashDiffers':
      return { kind: 'Event', chain, sequence, why: 'LinkBroken' };
    case 'HashDiffers':
      return { kind: 'Event', chain, sequence, why: 'ContentChanged' };
  }
}
