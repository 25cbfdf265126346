/** Lists of networks people may come from. An empty list lets in from everywhere. */
import { BlockList, isIP, isIPv4 } from 'node:net';

/** Whether the address lies in one of the networks (CIDR form, or single addresses). */
export function isLetIn(networks: readonly string[], address: string): boolean {
  if (networks.length === 0) return true;
  const plain = plainAddress(address);
  if (isIP(plain) === 0) return false;
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', bits] = network.split('/');
    const family = isIPv4(base) ? 'ipv4' : 'ipv6';
    if (isIP(base) === 0) continue;
    list.addSubnet(base, bits === undefined ? WHOLE[family] : Number(bits), family);
  }
  return list.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
}

const WHOLE = { ipv4: 32, ipv6: 128 } as const;

/** As databases and lists write it: IPv4 that a socket wrote as IPv6 as IPv4, and without a zone. */
export function plainAddress(address: string): string {
  const [bare = ''] = address.split('%');
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
}
