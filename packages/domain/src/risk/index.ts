/** Risk's one door: limits, checks before an order, the gate, what stops trading. */

export * from './allotting.ts';
export * from './approve.ts';
export * from './breakers.ts';
export {
  afterExecution,
  enabledAgain,
  THROTTLE,
  type Throttle,
} from './checks/repeated-execution.ts';
export { stateKeysOf } from './checks/trading-state.ts';
export * from './facts.ts';
export * from './limits.ts';
export * from './trading-state.ts';
export * from './use.ts';
