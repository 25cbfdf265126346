/** How an order comes to its children: the one door of this folder for the other handlers. */
export { evictLater } from './evict-later.ts';
export { placeFlattening } from './flatten.ts';
export { instrumentAwaited, waitingOrderOf } from './opening.ts';
export { type RouteReason, routeRemainder } from './remainder.ts';
export { stopTurnedOff, turnOnAgain } from './throttle.ts';
