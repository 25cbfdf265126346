import { t } from '../trpc.ts';
import { getOwn } from './get-own.ts';
import { getOwnKey } from './get-own-key.ts';

export const clientsRouter = t.router({ getOwn, getOwnKey });
