/** The venue's clock under the name adapters first knew it by. */
export { ClockOffset as VenueClock } from '../line/index.ts';
