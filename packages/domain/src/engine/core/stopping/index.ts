/** What stops trading, and what has to be done when time or the market says so. */
export { applyKill } from './kill.ts';
