/** The proof over the log: places, tree, checkpoints, receipts, exports, and the look at all of it. */
export * from './check-log.ts';
export {
  checkpointAt,
  checkpointsAfter,
  latestCheckpoint,
  listCheckpoints,
  openNote,
  type SignedCheckpoint,
  type SigningEnd,
  signCheckpoint,
} from './checkpoints.ts';
export { sha256 } from './digest.ts';
export {
  checkpointLine,
  type ExportScope,
  endLine,
  eventLine,
  headerLine,
  keyLine,
} from './export-format.ts';
export * from './exports.ts';
export { explainFinding, type LogFinding } from './finding.ts';
export * from './log-checks.ts';
export { type Numbered, numberLeaves } from './numbering.ts';
export { listOfficers } from './officers.ts';
export { makeReceipt, type ReceiptAnswer } from './receipts.ts';
export * from './signing-keys.ts';
export {
  consistencyProof,
  inclusionProof,
  inclusionProofs,
  readTips,
  rootAt,
  TreeBroken,
  treeSize,
} from './tree.ts';
export * from './verify-range.ts';
