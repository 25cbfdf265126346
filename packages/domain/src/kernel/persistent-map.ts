/**
 * A map by text that shares what did not change with the map it was made from: states of the core are
 * values, and copying ten thousand balances for one of them would cost more than the decision.
 *
 * Two levels of 64 by a hash of the key, then a short list: a change copies 128 places and one list.
 * Entries are told in the order of their keys' UTF-16 code units, whatever order they came in, so two
 * maps of the same content give the same bytes.
 */
import { invariant } from './assert.ts';

const FAN = 64;

type Leaf<K, V> = readonly (readonly [K, V])[];
type Branch<K, V> = readonly (Leaf<K, V> | undefined)[];

export interface PersistentMap<K extends string, V> {
  readonly size: number;
  readonly branches: readonly (Branch<K, V> | undefined)[];
}

const NONE: readonly undefined[] = Array.from({ length: FAN }, () => undefined);

export function emptyMap<K extends string, V>(): PersistentMap<K, V> {
  return { size: 0, branches: NONE };
}

/** FNV-1a over UTF-16 code units: 12 bits of it choose the place. */
function placeOf(key: string): { readonly high: number; readonly low: number } {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  const mixed = hash ^ (hash >>> 15);
  return { high: mixed & 63, low: (mixed >>> 6) & 63 };
}

export function mapGet<K extends string, V>(map: PersistentMap<K, V>, key: K): V | undefined {
  const { high, low } = placeOf(key);
  return map.branches[high]?.[low]?.find(([held]) => held === key)?.[1];
}

function withLeaf<K extends string, V>(
  map: PersistentMap<K, V>,
  key: K,
  change: (leaf: Leaf<K, V>) => Leaf<K, V>,
): PersistentMap<K, V> {
  const { high, low } = placeOf(key);
  const branch = (map.branches[high] ?? NONE).slice();
  const before = branch[low] ?? [];
  const after = change(before);
  branch[low] = after;
  const branches = map.branches.slice();
  branches[high] = branch;
  return { size: map.size + after.length - before.length, branches };
}

/** The map with this value under the key. */
export function mapSet<K extends string, V>(
  map: PersistentMap<K, V>,
  key: K,
  value: V,
): PersistentMap<K, V> {
  return withLeaf(map, key, (leaf) => [...leaf.filter(([held]) => held !== key), [key, value]]);
}

/** The map without the key; the same map when it has none. */
export function mapDelete<K extends string, V>(
  map: PersistentMap<K, V>,
  key: K,
): PersistentMap<K, V> {
  if (mapGet(map, key) === undefined) return map;
  return withLeaf(map, key, (leaf) => leaf.filter(([held]) => held !== key));
}

/** Every entry in the order of keys. It sorts: for snapshots and reports, not for a decision. */
export function mapEntries<K extends string, V>(
  map: PersistentMap<K, V>,
): readonly (readonly [K, V])[] {
  const entries = map.branches.flatMap((branch) => (branch ?? []).flatMap((leaf) => leaf ?? []));
  invariant(entries.length === map.size, 'A map lost count of its entries.');
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}
