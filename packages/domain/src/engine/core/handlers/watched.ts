/** What the market made necessary. */
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';

export function onWatched(_draft: Draft, _input: Extract<Input, { kind: 'Watched' }>): void {}
