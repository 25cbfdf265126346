/** For what stands before the sign-in: everybody may ask it, so it says nothing that is anybody's. */
import { t } from '../trpc.ts';

export const publicQuery = t.procedure.meta({ permission: 'public', kind: 'query' });

/** Seals an event like any act; whom it is about comes from a secret that was mailed, or a password. */
export const publicAct = t.procedure.meta({ permission: 'public', kind: 'act' });
