/**
 * Which rules decisions are made by. A program that decides something in another way than the one before it
 * raises the number, says it with each run, and asks for it where the two part: what older programs decided
 * is decided so again.
 */
import type { EngineState } from './state.ts';

/**
 * 2: a fill puts nothing on the agenda, since `watch` knows what mids are wanted.
 * 3: a difference that two people closed as it is stays closed while it is told the same again.
 * 4: programs that the repeated-execution throttle turned off are stopped until two people end the stop.
 * 5: an order that no venue takes says what is missing where what a cap leaves can't be told.
 * 6: two slow answers stop a key when both are of late; before, however long ago the first of them was.
 */
export const RULES = 6;

export const rulesOf = ({ run }: Pick<EngineState, 'run'>): number => run?.rules ?? 1;
