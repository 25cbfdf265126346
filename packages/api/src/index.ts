/** The procedures' door for a server: everything it needs to answer a request. */
export {
  type Caller,
  callerOfSession,
  type SessionCaller,
  type SessionInfo,
} from './auth/caller.ts';
export { makeContext, requestFacts } from './auth/make-context.ts';
export { isLetIn, plainAddress } from './auth/networks.ts';
export { noSession, SESSION_SECRET_BYTES, type SessionPort } from './auth/session-port.ts';
export { type SignInAnswer, signInWithPassword } from './auth/sign-in.ts';
export type { Context, RequestFacts, Services } from './context.ts';
export { logFieldsOf, newQuote, publicErrorOf, Refusal } from './errors.ts';
export { EXPORTS, exportList } from './exports/export-list.ts';
export { MOST_EXPORTED } from './exports/most-exported.ts';
export { demoGate, type Gate } from './guard/gate.ts';
export { type Peer, peerOf } from './guard/peer.ts';
export {
  judgeOrigin,
  judgeRequest,
  MAX_BATCH,
  type RequestRefusal,
  readBody,
} from './guard/request.ts';
export { createRestInterface, type RestInterface } from './rest/answer.ts';
export {
  type JsonSchema,
  type Parameter,
  type RestDocument,
  type RestOperation,
  restDocument,
} from './rest/document.ts';
export { REST_BASE } from './rest/routes.ts';
export { type AppRouter, appRouter } from './root.ts';
export { type OpenServices, openServices } from './services.ts';
