/** The procedures' door for a browser: types, words and limits. Nothing here runs on a server. */

export { MOST_EXPORTED } from './exports/most-exported.ts';
export { PASSIVE_HEADER, STEP_UP_HEADER } from './guard/headers.ts';
export { CSRF_HEADER } from './guard/request.ts';
export type { LiveMessage } from './live/message.ts';
export {
  ERROR_CODES,
  type ErrorCode,
  type PublicError,
  type StepUpDemand,
} from './public-error.ts';
export type { AppRouter } from './root.ts';
