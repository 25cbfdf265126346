/** Requests in the forms that come again and again. */
import type { Call } from './wire.ts';

/** A question to the public API. */
export const open = (
  operation: Call['operation'],
  path: string,
  weight: number,
  params: Call['params'],
): Call => ({ operation, api: 'public', method: 'GET', path, params, weight });

/** A question about the account. */
export const get = (operation: Call['operation'], path: string, weight: number): Call => ({
  operation,
  api: 'private',
  method: 'GET',
  path,
  params: {},
  weight,
});

export const act = (
  operation: Call['operation'],
  method: 'POST' | 'DELETE',
  path: string,
  params: Call['params'],
): Call => ({
  operation,
  api: 'private',
  method,
  path,
  params,
  weight: 1,
  orders: method === 'POST' ? 1 : 0,
});
