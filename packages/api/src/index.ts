/** The procedures' door for a server: everything it needs to answer a request. */
export type { Context, Services } from './context.ts';
export { logFieldsOf, newQuote, publicErrorOf, Refusal } from './errors.ts';
export { demoGate, type Gate } from './guard/gate.ts';
export { type Peer, peerOf } from './guard/peer.ts';
export { judgeRequest, MAX_BATCH, type RequestRefusal, readBody } from './guard/request.ts';
export { type AppRouter, appRouter } from './root.ts';
export { type OpenServices, openServices } from './services.ts';
