/** What stops trading, and what has to be done when time or the market says so. */
export { dueItems, overdueMarkouts } from './agenda.ts';
export { armAgain, readBreaker, trip } from './breakers.ts';
export { armSwitches, SWITCH_SUBJECT } from './dead-man.ts';
export { expire } from './expire.ts';
export { refusalOf } from './judged.ts';
export { applyKill, cancelAll } from './kill.ts';
export { recordDeposit, recordWithdrawal } from './movements.ts';
export { readAfter, readAtMarks } from './readings.ts';
export { stateKeyText, theKey } from './scope.ts';
export { stopKeyOf, sweepStop } from './sweep.ts';
export { isWaiting, type Look, lookAt } from './watching.ts';
