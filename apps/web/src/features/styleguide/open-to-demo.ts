import { isDevelopment } from '@/env.ts';
import { requireDemo } from '@/server/session.ts';

/**
 * The sheets are shown where the shells are: in a DEMO deployment, to the machine it runs on; in
 * production there is no such page. Who works on the look alone has no deployment to ask.
 */
export async function openToDemo(): Promise<void> {
  if (!isDevelopment) await requireDemo();
}
