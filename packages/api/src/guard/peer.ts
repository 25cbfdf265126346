/**
 * Who is at the other end of a connection, as far as the connection itself proves it.
 *
 * Headers prove nothing about a peer, because the peer writes them. What counts is the address of
 * the socket; headers can only take away: a forwarding header means that somebody speaks for
 * somebody else, and a foreign Host means that a page has bound its own name to this machine. A
 * reverse proxy on this machine that adds no such header and rewrites Host can not be told apart
 * from a local browser; DEPLOYMENT=DEMO is not for standing behind one.
 */
import { isLoopbackAddress, isLoopbackHost } from '@ultrathink/runtime';

export type Peer = 'ThisMachine' | 'Elsewhere';

const FORWARDING = /^(forwarded|via|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip)$/;

export function peerOf(connection: {
  /** Of the socket. */
  readonly remoteAddress: string | undefined;
  /** As they came in, names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}): Peer {
  const { remoteAddress, headers } = connection;
  const { host } = headers;
  const isForwarded = Object.keys(headers).some(
    (name) => name.startsWith('x-forwarded-') || FORWARDING.test(name),
  );
  const isHere =
    isLoopbackAddress(remoteAddress) &&
    typeof host === 'string' &&
    isLoopbackHost(host) &&
    !isForwarded;
  return isHere ? 'ThisMachine' : 'Elsewhere';
}
