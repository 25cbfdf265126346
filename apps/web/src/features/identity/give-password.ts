/** The password step: its own route, because that is where the session's cookie is first written. */

export type PasswordAnswer =
  | { readonly kind: 'LetIn' }
  | { readonly kind: 'Refused' | 'Wait' | 'Failed'; readonly sentence: string };

const UNREACHED = 'This page could not reach the platform. Nothing was sent.';

export async function givePassword(email: string, password: string): Promise<PasswordAnswer> {
  try {
    const { csrfToken } = await read<{ csrfToken: string }>(fetch('/api/auth/csrf'));
    const body = new URLSearchParams({ csrfToken, email, password, json: 'true' });
    return await read(fetch('/api/auth/callback/credentials', { method: 'POST', body }));
  } catch {
    return { kind: 'Failed', sentence: UNREACHED };
  }
}

async function read<T>(answer: Promise<Response>): Promise<T> {
  return (await (await answer).json()) as T;
}
