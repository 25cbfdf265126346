/** What is due. */
import type { Draft } from '../draft.ts';

export function onTimeCame(_draft: Draft): void {}
