import { apiHeaders } from '@/server/security-headers.ts';

export function GET(): Response {
  return Response.json({ live: true }, { headers: apiHeaders() });
}
