/**
 * Headers, and nothing else: no page is open or shut here, because what stands in front of pages
 * has been gone round before. Pages and procedures ask for themselves.
 */
import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { appOrigin, isDevelopment } from './env.ts';
import { PATH_HEADER } from './server/path-header.ts';
import { pageHeaders } from './server/security-headers.ts';

export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString('base64');
  const isHttps = appOrigin().startsWith('https:');
  const answer = pageHeaders({ nonce, isHttps, isDevelopment });
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // For the sign-in that comes back to it; whatever a browser sent under this name is gone.
  const { pathname, search } = request.nextUrl;
  headers.set(PATH_HEADER, `${pathname}${search}`);
  // Next reads the nonce here and puts it on the scripts it writes.
  headers.set('content-security-policy', answer['content-security-policy'] ?? '');
  const response = NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries(answer)) response.headers.set(name, value);
  return response;
}

export const config = {
  // Procedures and health set their own; files of the build and of public/ never change meaning.
  matcher: ['/((?!api/|_next/static|_next/image|brand/|favicon).*)'],
};
