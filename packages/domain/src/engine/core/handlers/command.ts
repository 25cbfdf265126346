/** What people and programs ask for. */
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';

export function onCommand(_draft: Draft, _input: Extract<Input, { kind: 'Command' }>): void {}
