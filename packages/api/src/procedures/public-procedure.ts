/** For anybody at all: nothing behind it may depend on who asks. */
import { t } from '../trpc.ts';

export const publicProcedure = t.procedure.meta({ permission: 'public' });
