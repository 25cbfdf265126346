/** How sending a request ended. */
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';

export function onSent(_draft: Draft, _input: Extract<Input, { kind: 'Sent' }>): void {}

export function onReplaced(_draft: Draft, _input: Extract<Input, { kind: 'Replaced' }>): void {}
