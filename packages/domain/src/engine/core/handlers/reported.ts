/** What a venue reports by itself. */
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';

export function onOrderReported(
  _draft: Draft,
  _input: Extract<Input, { kind: 'OrderReported' }>,
): void {}

export function onFillReported(
  _draft: Draft,
  _input: Extract<Input, { kind: 'FillReported' }>,
): void {}

export function onReportsBroken(
  _draft: Draft,
  _input: Extract<Input, { kind: 'ReportsBroken' }>,
): void {}
