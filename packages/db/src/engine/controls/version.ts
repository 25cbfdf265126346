import type { ProposalId } from '@ultrathink/domain/access';
import type { UtcTime } from '@ultrathink/domain/kernel';
import { utcOf } from '../../moments.ts';

/** One state of something that people decide; the highest version is in force. */
export interface Version {
  /** Counts from 1. */
  readonly version: number;
  readonly from: UtcTime;
  readonly proposal: ProposalId;
}

/** The next version, and what makes it. */
export interface Keeping {
  readonly version: number;
  readonly at: UtcTime;
  readonly proposal: ProposalId;
}

export function versionOf(row: {
  readonly version: number;
  readonly from: Date;
  readonly proposalId: string;
}): Version {
  return { version: row.version, from: utcOf(row.from), proposal: row.proposalId as ProposalId };
}
