import { isReady } from '@ultrathink/domain/operations';
import { readiness } from '@/server/readiness.ts';
import { apiHeaders } from '@/server/security-headers.ts';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const answer = await readiness();
  const status = isReady(answer.state) ? 200 : 503;
  return Response.json(answer, { status, headers: apiHeaders() });
}
