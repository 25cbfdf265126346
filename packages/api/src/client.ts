/** The procedures' door for a browser: types, words and limits. Nothing here runs on a server. */
export { CSRF_HEADER } from './guard/request.ts';
export type { LiveMessage } from './live/message.ts';
export { ERROR_CODES, type ErrorCode, type PublicError } from './public-error.ts';
export type { AppRouter } from './root.ts';
