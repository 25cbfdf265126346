/** A new run. */
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';

export function onStarted(_draft: Draft, _input: Extract<Input, { kind: 'Started' }>): void {}
