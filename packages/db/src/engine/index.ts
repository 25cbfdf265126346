/** The engine's door to the database: its journal with all that is made of it, and the lease on its shard. */
export { type AllotmentStore, type AllottedLimit, openAllotments } from './allotments.ts';
export { type EvidenceStore, type KeptEvidence, openEvidence } from './evidence.ts';
export { type EngineJournal, type JournalOptions, openJournal } from './journal.ts';
export { type Lease, type LeaseStore, openLeases } from './lease.ts';
export { type LogFound, newLogFindings } from './log-findings.ts';
export { type OwnerStore, openOwners } from './owners.ts';
export { replayOrder } from './replay-order.ts';
export { type ProjectionFinding, verifyProjections } from './verify.ts';
export { verifyShards } from './verify-shards.ts';
