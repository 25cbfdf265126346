/**
 * Next calls this once, before the first request. It builds the file for a second runtime too, one
 * without Node, and leaves out what stands behind the question which runtime this is.
 */
import type { Instrumentation } from 'next';

export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: replaced by its value while building
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { isBuilding } = await import('./env.ts');
    if (isBuilding()) return;
    const { boot } = await import('./server/boot.ts');
    await boot();
  }
}

export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  // biome-ignore lint/style/noProcessEnv: replaced by its value while building
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { logPageError } = await import('./server/log-page-error.ts');
    logPageError(error, request.path, context.routePath);
  }
};
