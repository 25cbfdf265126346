/** What a venue answered about an unconfirmed request. */
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';

export function onAnswered(_draft: Draft, _input: Extract<Input, { kind: 'Answered' }>): void {}
