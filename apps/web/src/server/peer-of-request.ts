/**
 * How a page or a route knows who is at the other end of its connection.
 *
 * Next hands over headers only, and fills X-Forwarded-For from the socket just where the peer has
 * not written one itself, so no header that arrives can be believed. Therefore every request of
 * this process passes here first, with its socket: the judgement is put into a header of ours,
 * behind a word that is made at start and never leaves the process, and whatever the peer wrote
 * there is overwritten.
 */
import { randomBytes } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { isLetIn, type Peer, peerOf, plainAddress } from '@ultrathink/api';

const HEADER = 'x-ultrathink-peer';
const ADDRESS = 'x-ultrathink-address';

export interface PeerMarks {
  /** What the connection of a request has proven; Elsewhere for a request nobody has judged. */
  readonly read: (headers: { get(name: string): string | null }) => Peer;
  /** The other end of the connection; empty for a request nobody has judged. */
  readonly address: (headers: { get(name: string): string | null }) => string;
}

/**
 * The address of who asks. That of the socket; where a proxy of ours is at the other end, the last
 * address that it or another of ours has written into X-Forwarded-For and that is none of theirs:
 * what stands left of it, anybody may have written.
 */
export function addressOf(
  remoteAddress: string,
  forwardedFor: string,
  proxies: readonly string[],
): string {
  const isProxy = (address: string) => proxies.length > 0 && isLetIn(proxies, address);
  const hops = forwardedFor.split(',').map((hop) => hop.trim());
  let address = remoteAddress;
  while (isProxy(address)) {
    const before = hops.pop();
    if (before === undefined || isIP(plainAddress(before)) === 0) break;
    address = before;
  }
  return plainAddress(address);
}

/**
 * From now on every request of this process carries its judgement.
 * @param proxies networks of reverse proxies that are believed
 */
export function markPeers(proxies: readonly string[] = []): PeerMarks {
  const word = randomBytes(32).toString('base64url');
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    const { headers, socket } = request;
    delete headers[HEADER];
    delete headers[ADDRESS];
    const peer = peerOf({ remoteAddress: socket.remoteAddress, headers });
    headers[HEADER] = `${word}.${peer}`;
    const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',');
    headers[ADDRESS] = `${word}.${addressOf(socket.remoteAddress ?? '', forwarded, proxies)}`;
  });
  const local = `${word}.${'ThisMachine' satisfies Peer}`;
  return {
    read: (headers) => (headers.get(HEADER) === local ? 'ThisMachine' : 'Elsewhere'),
    address(headers) {
      const marked = headers.get(ADDRESS) ?? '';
      return marked.startsWith(`${word}.`) ? marked.slice(word.length + 1) : '';
    },
  };
}
