/** What people decided. */
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';

export function onControl(_draft: Draft, _input: Extract<Input, { kind: 'Control' }>): void {}
