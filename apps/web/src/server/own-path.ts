/** A path of ours and nothing that leads away: for addresses that came with a request. */
export function ownPath(text: string): string {
  const url = URL.parse(text, 'http://own.invalid');
  const isOwn = text.startsWith('/') && url?.origin === 'http://own.invalid';
  return isOwn ? `${url.pathname}${url.search}` : '/';
}
