/**
 * A map by text that shares what did not change with the map it was made from: states of the core are
 * values, and copying ten thousand balances for one of them would cost more than the decision.
 *
 * A hash array mapped trie (Bagwell, "Ideal Hash Trees", 2001): five bits of the key's hash choose a
 * place at each level, and only places that are taken stand in a branch, so a change copies a few short
 * lists however many entries there are. It has one form for one content, whatever order led to it: a
 * branch never stands over a single entry. Entries are told in the order of their keys' UTF-16 code
 * units, so two maps of the same content give the same bytes.
 */
import { invariant } from './assert.ts';

const BITS = 5;
const MASK = 31;

class Leaf<K extends string, V> {
  readonly hash: number;
  readonly key: K;
  readonly value: V;

  constructor(hash: number, key: K, value: V) {
    this.hash = hash;
    this.key = key;
    this.value = value;
  }
}

/** Bit n of `taken` is set where place n is; `nodes` has those alone, in their order. */
class Branch<K extends string, V> {
  readonly taken: number;
  readonly nodes: readonly Node<K, V>[];

  constructor(taken: number, nodes: readonly Node<K, V>[]) {
    this.taken = taken;
    this.nodes = nodes;
  }
}

/** Several keys of one hash, in the order of keys. */
class Bunch<K extends string, V> {
  readonly hash: number;
  readonly leaves: readonly Leaf<K, V>[];

  constructor(hash: number, leaves: readonly Leaf<K, V>[]) {
    this.hash = hash;
    this.leaves = leaves;
  }
}

type Node<K extends string, V> = Leaf<K, V> | Branch<K, V> | Bunch<K, V>;

class Trie<K extends string, V> {
  readonly size: number;
  readonly root: Node<K, V> | null;

  constructor(size: number, root: Node<K, V> | null) {
    this.size = size;
    this.root = root;
  }
}

export type PersistentMap<K extends string, V> = Trie<K, V>;

const EMPTY = new Trie<never, never>(0, null);

export function emptyMap<K extends string, V>(): PersistentMap<K, V> {
  return EMPTY;
}

/** For who reads values of any kind. */
export function isPersistentMap(value: unknown): value is PersistentMap<string, unknown> {
  return value instanceof Trie;
}

/** FNV-1a over UTF-16 code units, its high bits mixed into the low ones. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 15);
}

/** How many of the low 32 bits are set. */
function countOf(bits: number): number {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const bitAt = (hash: number, shift: number): number => 1 << ((hash >>> shift) & MASK);
const placeOf = (taken: number, bit: number): number => countOf(taken & (bit - 1));

export function mapGet<K extends string, V>(map: PersistentMap<K, V>, key: K): V | undefined {
  const hash = hashOf(key);
  let node: Node<K, V> | null | undefined = map.root;
  for (let shift = 0; node instanceof Branch; shift += BITS) {
    const bit = bitAt(hash, shift);
    if ((node.taken & bit) === 0) return undefined;
    node = node.nodes[placeOf(node.taken, bit)];
  }
  if (node instanceof Leaf) return node.key === key ? node.value : undefined;
  return node?.leaves.find((leaf) => leaf.key === key)?.value;
}

/** The map with this value under the key. */
export function mapSet<K extends string, V>(
  map: PersistentMap<K, V>,
  key: K,
  value: V,
): PersistentMap<K, V> {
  const leaf = new Leaf(hashOf(key), key, value);
  if (map.root === null) return new Trie(1, leaf);
  const root = withLeaf(map.root, leaf, 0);
  if (root === map.root) return map;
  return new Trie(map.size + (grew ? 1 : 0), root);
}

/** Whether the last `withLeaf` put a key in that was not there: it saves a second way down. */
let grew = false;

function withLeaf<K extends string, V>(
  node: Node<K, V>,
  leaf: Leaf<K, V>,
  shift: number,
): Node<K, V> {
  if (node instanceof Branch) {
    const bit = bitAt(leaf.hash, shift);
    const place = placeOf(node.taken, bit);
    const below = node.nodes[place];
    if ((node.taken & bit) === 0 || below === undefined) {
      grew = true;
      return new Branch(node.taken | bit, inserted(node.nodes, place, leaf));
    }
    const next = withLeaf(below, leaf, shift + BITS);
    return next === below ? node : new Branch(node.taken, changed(node.nodes, place, next));
  }
  if (node.hash !== leaf.hash) {
    grew = true;
    return forked(node, leaf, shift);
  }
  return node instanceof Leaf ? withTwin(node, leaf) : withinBunch(node, leaf);
}

function withTwin<K extends string, V>(node: Leaf<K, V>, leaf: Leaf<K, V>): Node<K, V> {
  grew = node.key !== leaf.key;
  if (grew) return new Bunch(leaf.hash, node.key < leaf.key ? [node, leaf] : [leaf, node]);
  return node.value === leaf.value ? node : leaf;
}

function withinBunch<K extends string, V>(node: Bunch<K, V>, leaf: Leaf<K, V>): Node<K, V> {
  const { leaves } = node;
  const place = leaves.findIndex(({ key }) => key >= leaf.key);
  const found = place < 0 ? undefined : leaves[place];
  grew = found?.key !== leaf.key;
  if (grew) {
    return new Bunch(node.hash, inserted(leaves, place < 0 ? leaves.length : place, leaf));
  }
  return found?.value === leaf.value ? node : new Bunch(node.hash, changed(leaves, place, leaf));
}

/** Two of different hashes, under as many branches as their hashes are alike. */
function forked<K extends string, V>(
  node: Leaf<K, V> | Bunch<K, V>,
  leaf: Leaf<K, V>,
  shift: number,
): Node<K, V> {
  const [one, other] = [bitAt(node.hash, shift), bitAt(leaf.hash, shift)];
  if (one === other) return new Branch(one, [forked(node, leaf, shift + BITS)]);
  const isFirst = placeOf(one | other, one) === 0;
  return new Branch(one | other, isFirst ? [node, leaf] : [leaf, node]);
}

function inserted<T>(list: readonly T[], place: number, item: T): readonly T[] {
  const next = new Array<T>(list.length + 1);
  for (let i = 0; i < place; i += 1) next[i] = list[i] as T;
  next[place] = item;
  for (let i = place; i < list.length; i += 1) next[i + 1] = list[i] as T;
  return next;
}

function changed<T>(list: readonly T[], place: number, item: T): readonly T[] {
  const next = list.slice();
  next[place] = item;
  return next;
}

/** The map without the key; the same map when it has none. */
export function mapDelete<K extends string, V>(
  map: PersistentMap<K, V>,
  key: K,
): PersistentMap<K, V> {
  if (map.root === null) return map;
  const root = withoutKey(map.root, hashOf(key), key, 0);
  return root === map.root ? map : new Trie(map.size - 1, root);
}

function withoutKey<K extends string, V>(
  node: Node<K, V>,
  hash: number,
  key: K,
  shift: number,
): Node<K, V> | null {
  if (node instanceof Leaf) return node.key === key ? null : node;
  if (node instanceof Bunch) return withoutTwin(node, key);
  const bit = bitAt(hash, shift);
  const place = placeOf(node.taken, bit);
  const below = node.nodes[place];
  if ((node.taken & bit) === 0 || below === undefined) return node;
  const left = withoutKey(below, hash, key, shift + BITS);
  if (left === below) return node;
  if (left !== null) return branchOf(node.taken, changed(node.nodes, place, left));
  if (node.nodes.length === 1) return null;
  return branchOf(node.taken & ~bit, node.nodes.toSpliced(place, 1));
}

function withoutTwin<K extends string, V>(node: Bunch<K, V>, key: K): Node<K, V> {
  const leaves = node.leaves.filter((leaf) => leaf.key !== key);
  const [only] = leaves;
  if (leaves.length === node.leaves.length) return node;
  return leaves.length === 1 && only !== undefined ? only : new Bunch(node.hash, leaves);
}

/** The one form: a single entry needs no branch over it. */
function branchOf<K extends string, V>(taken: number, nodes: readonly Node<K, V>[]): Node<K, V> {
  const [only] = nodes;
  const isBare = nodes.length === 1 && only !== undefined && !(only instanceof Branch);
  return isBare ? only : new Branch(taken, nodes);
}

/**
 * The map of all these at once: what one entry after another would give, without the maps in between.
 * Of a key that comes twice the later value stands. Quickest in the order of `mapEach`.
 */
export function mapFrom<K extends string, V>(
  keys: readonly K[],
  values: readonly V[],
): PersistentMap<K, V> {
  const leaves: Leaf<K, V>[] = [];
  let isInOrder = true;
  let before = 0;
  for (let n = 0; n < keys.length; n += 1) {
    const key = keys[n] as K;
    const leaf = new Leaf(hashOf(key), key, values[n] as V);
    const way = wayOf(leaf.hash);
    isInOrder &&= way >= before;
    before = way;
    leaves.push(leaf);
  }
  if (!isInOrder) leaves.sort((one, other) => wayOf(one.hash) - wayOf(other.hash));
  const twice = { count: 0 };
  const root = leaves.length === 0 ? null : nodeOf(leaves, 0, leaves.length, 0, twice);
  return root === null ? emptyMap() : new Trie(leaves.length - twice.count, root);
}

/** The places of a hash at each level, the first of them highest: what is under one branch is in a row. */
function wayOf(hash: number): number {
  let way = 0;
  for (let shift = 0; shift < 30; shift += BITS) way = (way << BITS) | ((hash >>> shift) & MASK);
  return ((way << 2) | (hash >>> 30)) >>> 0;
}

/** Of leaves `from` to `to`, which stand in the order of their ways and are alike above this level. */
function nodeOf<K extends string, V>(
  leaves: readonly Leaf<K, V>[],
  from: number,
  to: number,
  shift: number,
  twice: { count: number },
): Node<K, V> {
  const first = leaves[from] as Leaf<K, V>;
  if (to - from === 1) return first;
  // In their order, the ends are alike where all are.
  if (first.hash === leaves[to - 1]?.hash) return twinsOf(leaves.slice(from, to), twice);
  let taken = 0;
  for (let n = from; n < to; n += 1) taken |= bitAt((leaves[n] as Leaf<K, V>).hash, shift);
  const nodes = new Array<Node<K, V>>(countOf(taken));
  let start = from;
  for (let place = 0; place < nodes.length; place += 1) {
    const bit = bitAt((leaves[start] as Leaf<K, V>).hash, shift);
    let end = start + 1;
    while (end < to && bitAt((leaves[end] as Leaf<K, V>).hash, shift) === bit) end += 1;
    nodes[place] = nodeOf(leaves, start, end, shift + BITS, twice);
    start = end;
  }
  return new Branch(taken, nodes);
}

function twinsOf<K extends string, V>(
  leaves: readonly Leaf<K, V>[],
  twice: { count: number },
): Node<K, V> {
  const [first, ...others] = leaves as [Leaf<K, V>, ...Leaf<K, V>[]];
  const node = others.reduce<Leaf<K, V> | Bunch<K, V>>((all, leaf) => {
    const next = all instanceof Leaf ? withTwin(all, leaf) : withinBunch(all, leaf);
    if (!grew) twice.count += 1;
    return next as Leaf<K, V> | Bunch<K, V>;
  }, first);
  return node;
}

/** Every entry, in an order that follows from the content alone and means nothing: it does not sort. */
export function mapEach<K extends string, V>(
  map: PersistentMap<K, V>,
  see: (value: V, key: K) => void,
): void {
  if (map.root !== null) eachOf(map.root, see);
}

function eachOf<K extends string, V>(node: Node<K, V>, see: (value: V, key: K) => void): void {
  if (node instanceof Leaf) see(node.value, node.key);
  else if (node instanceof Branch) for (const below of node.nodes) eachOf(below, see);
  else for (const leaf of node.leaves) see(leaf.value, leaf.key);
}

/** The map of those entries that are to stay; the same map when all are. */
export function mapFilter<K extends string, V>(
  map: PersistentMap<K, V>,
  stays: (value: V, key: K) => boolean,
): PersistentMap<K, V> {
  let left = map;
  mapEach(map, (value, key) => {
    if (!stays(value, key)) left = mapDelete(left, key);
  });
  return left;
}

/**
 * Every key whose value is another, with both; undefined where there is none. What both maps share is
 * not looked at, so it costs what was changed. In no order that anything may depend on.
 */
export function mapChanges<K extends string, V>(
  before: PersistentMap<K, V>,
  after: PersistentMap<K, V>,
  see: SeeChange<K, V>,
): void {
  changesOf(before.root, after.root, see);
}

type SeeChange<K extends string, V> = (key: K, after: V | undefined, before: V | undefined) => void;

function changesOf<K extends string, V>(
  before: Node<K, V> | null,
  after: Node<K, V> | null,
  see: SeeChange<K, V>,
): void {
  if (before === after) return;
  if (before instanceof Branch && after instanceof Branch) {
    for (let place = 0; place <= MASK; place += 1) {
      const bit = 1 << place;
      changesOf(nodeAt(before, bit), nodeAt(after, bit), see);
    }
    return;
  }
  // One of them is a single entry or a few: all of the other but these came or went.
  const old = new Map<K, V>();
  if (before !== null) eachOf(before, (value, key) => old.set(key, value));
  if (after !== null) {
    eachOf(after, (value, key) => {
      const was = old.get(key);
      if (was !== value) see(key, value, was);
      old.delete(key);
    });
  }
  for (const [key, was] of old) see(key, undefined, was);
}

const nodeAt = <K extends string, V>(branch: Branch<K, V>, bit: number): Node<K, V> | null =>
  (branch.taken & bit) === 0 ? null : (branch.nodes[placeOf(branch.taken, bit)] ?? null);

/** Every entry in the order of keys. It sorts: for snapshots and reports, not for a decision. */
export function mapEntries<K extends string, V>(
  map: PersistentMap<K, V>,
): readonly (readonly [K, V])[] {
  const entries: (readonly [K, V])[] = [];
  mapEach(map, (value, key) => entries.push([key, value]));
  invariant(entries.length === map.size, 'A map lost count of its entries.');
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}
