/** Our books against the venue's. */
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';

export function onSnapshotTaken(
  _draft: Draft,
  _input: Extract<Input, { kind: 'SnapshotTaken' }>,
): void {}

export function onSnapshotFailed(
  _draft: Draft,
  _input: Extract<Input, { kind: 'SnapshotFailed' }>,
): void {}
