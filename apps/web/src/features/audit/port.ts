/** What the explorer asks of the platform, in its own words. One file turns this into calls. */
import type { AuditSearch } from './address.ts';
import type {
  AuditEvent,
  AuditEventRow,
  CheckpointRow,
  Facets,
  LogHead,
  TimeBucket,
} from './model.ts';
import type { Breakage } from './verification.ts';

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Where the next page begins; null when there is none. */
  readonly next: string | null;
}

export interface Counted {
  readonly total: number;
  /** There are more: of the newest alone this is told. */
  readonly isMore: boolean;
  readonly facets: Facets;
  readonly buckets: readonly TimeBucket[];
}

/** One part of a verification: how many events are verified so far, and where the next part begins. */
export interface VerifiedPart {
  readonly checked: number;
  readonly total: number;
  readonly next: string | null;
  readonly breakage: Breakage | null;
}

export type TimelineOf =
  | { readonly kind: 'subject'; readonly subjectKind: string; readonly id: string }
  | { readonly kind: 'correlation'; readonly id: string };

export type ExportForm = 'proof' | 'json' | 'csv';

/** A `.tlog-proof` and the name it is kept under. */
export interface Receipt {
  readonly fileName: string;
  readonly text: string;
}

/** One part of an export, to be written one after the other. */
export interface ExportedPart {
  readonly text: string;
  readonly events: number;
  readonly next: string | null;
}

export interface AuditPort {
  search(
    search: AuditSearch,
    from: string | null,
    signal: AbortSignal,
  ): Promise<Page<AuditEventRow>>;
  count(search: AuditSearch, signal: AbortSignal): Promise<Counted>;
  event(id: string): Promise<AuditEvent>;
  /** Oldest first. */
  timeline(of: TimelineOf, from: string | null): Promise<Page<AuditEventRow>>;
  head(): Promise<LogHead>;
  checkpoints(from: string | null): Promise<Page<CheckpointRow>>;
  /** Null while no checkpoint is signed over the event. */
  receipt(eventId: string): Promise<Receipt | null>;
  verify(from: string | null, signal: AbortSignal): Promise<VerifiedPart>;
  export(
    search: AuditSearch,
    form: ExportForm,
    from: string | null,
    signal: AbortSignal,
  ): Promise<ExportedPart>;
}
