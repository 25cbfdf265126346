#!/usr/bin/env node
/**
 * Verifies an export of the audit trail, the evidence pack of an order, or a receipt for one event, offline. One file, nothing to
 * install, Node.js 20 or newer; README.md beside it describes the formats and what is proven.
 *
 *   node verify.mjs export.jsonl [--keys keys.txt] [--checkpoint kept.txt]...
 *   node verify.mjs order.evidence.jsonl [--keys keys.txt] [--checkpoint kept.txt]...
 *   node verify.mjs event.tlog-proof [--event event.json] [--keys keys.txt] [--checkpoint kept.txt]...
 *
 * Ends with 0 when everything is as it was sealed, 1 when something is not, 2 when that can't be told.
 */
import * as crypto from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const HASH = 32;
const ALGORITHMS = { 1: ['Ed25519', 32], 6: ['ML-DSA-44', 1312] };
/** What stands before the raw key in its SPKI form. */
const SPKI = {
  Ed25519: '302a300506032b6570032100',
  'ML-DSA-44': '30820532300b06096086480165030403110382052100',
};

/** Something is not as it was sealed. */
class Bad extends Error {}
/** It can't be told: the input is no such file, or lacks what the proof needs. */
class Unusable extends Error {}

// ---------------------------------------------------------------- bytes and hashes

/** Hashes are kept as base64 text: as they stand in the file, and twice as fast as buffers of 32 bytes. */
const sha256 = crypto.hash
  ? (bytes) => crypto.hash('sha256', bytes, 'base64')
  : (bytes) => crypto.createHash('sha256').update(bytes).digest('base64');

function base64(text, what, length) {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'base64') : undefined;
  if (bytes === undefined || bytes.toString('base64') !== text) {
    throw new Unusable(`${what} is not base64.`);
  }
  if (length !== undefined && bytes.length !== length) {
    throw new Unusable(`${what} is not ${length} bytes long.`);
  }
  return bytes;
}

function name(value, what) {
  if (typeof value === 'string' && value !== '') return value;
  throw new Unusable(`${what} is not a text.`);
}

function count(value, what) {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Unusable(`${what} is not a whole number.`);
}

/** The one text there is for 32 bytes: the last sign carries four bits and not six. */
const HASH_TEXT = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

function hashText(text, what) {
  if (typeof text === 'string' && HASH_TEXT.test(text)) return text;
  base64(text, what, HASH);
  throw new Unusable(`${what} is no hash.`);
}

function proofOf(list) {
  if (Array.isArray(list)) return list.map((step) => hashText(step, 'A step of a proof'));
  throw new Unusable('A proof is no list.');
}

let leaf = Buffer.alloc(1 << 14);

/** The hash of an event, which is its leaf hash (RFC 9162): SHA-256(0x00 || previous || body). */
function eventHash(previous, body) {
  const padding = typeof body === 'string' ? (/=*$/.exec(body.slice(-2))?.[0].length ?? 0) : 0;
  const length = 1 + HASH + (body?.length / 4) * 3 - padding;
  if (length > leaf.length) leaf = Buffer.alloc(2 * length);
  leaf.write(previous, 1, 'base64');
  // Of the texts that a decoder takes only the one with exactly these bytes is ours.
  const isWhole =
    typeof body === 'string' && leaf.write(body, 1 + HASH, 'base64') === length - 1 - HASH;
  const last = leaf.subarray(length - (3 - padding), length).toString('base64');
  if (!isWhole || /[-_]/.test(body) || (body !== '' && last !== body.slice(-4))) {
    base64(body, 'A body');
    throw new Unusable('A body is not base64.');
  }
  return sha256(leaf.subarray(0, length));
}

const genesis = (chain) => sha256(Buffer.from(`ultrathink audit chain v1\n${chain}\n`));

const pair = Buffer.alloc(1 + 2 * HASH, 1);
function nodeHash(left, right) {
  pair.write(left, 1, 'base64');
  pair.write(right, 1 + HASH, 'base64');
  return sha256(pair);
}

// ---------------------------------------------------------------- the Merkle tree (RFC 9162)

const half = (n) => Math.floor(n / 2);

/** 2.1.3.2: the root that leaf and proof lead to; undefined when the proof has another length. */
function rootOfInclusion(index, size, leaf, proof) {
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? hash : undefined;
}

/** 2.1.4.2: whether the second tree begins with exactly the first. */
function isConsistent(first, second, proof) {
  if (first.size < 1 || first.size > second.size) return false;
  if (first.size === second.size) return proof.length === 0 && first.root === second.root;
  if (proof.length === 0) return false;
  const isWhole = 2 ** Math.round(Math.log2(first.size)) === first.size;
  const [seed, ...rest] = isWhole ? [first.root, ...proof] : proof;
  let [at, last] = [first.size - 1, second.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [one, two] = [seed, seed];
  for (const step of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      one = nodeHash(step, one);
      two = nodeHash(step, two);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      two = nodeHash(two, step);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && one === first.root && two === second.root;
}

/** The right edge of a growing tree. */
class Frontier {
  size = 0;
  #stack = [];
  push(leaf) {
    let hash = leaf;
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2) {
      hash = nodeHash(this.#stack.pop(), hash);
    }
    this.#stack.push(hash);
    this.size += 1;
  }
  root() {
    return this.#stack.reduceRight((right, left) => nodeHash(left, right));
  }
}

// ---------------------------------------------------------------- keys and checkpoints (C2SP)

function parseKey(text) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text) ?? [];
  if (name === undefined) throw new Unusable(`This is no verifier key: ${text.slice(0, 60)}`);
  const bytes = base64(encoded, `The key ${name}+${id}`);
  const [algorithm, length] = ALGORITHMS[bytes[0]] ?? [];
  const hash = Buffer.from(sha256(Buffer.concat([Buffer.from(`${name}\n`), bytes])), 'base64');
  if (bytes.length - 1 !== length || hash.toString('hex', 0, 4) !== id) {
    throw new Unusable(`The key ${name}+${id} is not the key its id names.`);
  }
  return { name, id, algorithm, raw: bytes.subarray(1) };
}

/** True or false; undefined where this Node.js does not know the algorithm. */
function verifySignature(key, message, signature) {
  let spki;
  try {
    const der = Buffer.concat([Buffer.from(SPKI[key.algorithm], 'hex'), key.raw]);
    spki = crypto.createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch (error) {
    if (key.algorithm === 'ML-DSA-44') return undefined;
    throw error;
  }
  return crypto.verify(null, message, spki, signature);
}

function parseCheckpoint(note) {
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const [origin, size, root, ...more] = text.split('\n');
  const isRead = end > 0 && note.endsWith('\n') && origin !== '' && more.length === 1;
  if (!isRead || !/^(0|[1-9]\d{0,15})$/.test(size)) {
    throw new Unusable('A checkpoint is not of the format C2SP tlog-checkpoint.');
  }
  const signatures = note
    .slice(end + 2, -1)
    .split('\n')
    .map((line) => {
      const [, name, encoded] = /^— ([^\s+]+) (\S+)$/u.exec(line) ?? [];
      if (name === undefined)
        throw new Unusable('A signature line of a checkpoint can not be read.');
      const bytes = base64(encoded, 'A signature');
      return { name, id: bytes.subarray(0, 4).toString('hex'), bytes: bytes.subarray(4) };
    });
  const head = { origin, size: Number(size), root: hashText(root, 'A root') };
  return { ...head, text, signatures };
}

const prefixed = (text) => {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
};
const uint64 = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};

/** What ML-DSA-44 signs: `cosigned_message` of C2SP tlog-cosignature. */
const cosignedMessage = ({ origin, size, root }, name, timestamp) =>
  Buffer.concat([
    Buffer.from('subtree/v1\n\0'),
    prefixed(name),
    timestamp,
    prefixed(origin),
    uint64(0),
    uint64(size),
    Buffer.from(root, 'base64'),
  ]);

/** Checks every signature by a key we know; answers by which algorithms it is signed. */
function checkSignatures(checkpoint, keys) {
  const good = new Set();
  for (const { name, id, bytes } of checkpoint.signatures) {
    const key = keys.find((known) => known.name === name && known.id === id);
    if (key === undefined) continue;
    const isLasting = key.algorithm === 'ML-DSA-44';
    const message = isLasting
      ? cosignedMessage(checkpoint, name, bytes.subarray(0, 8))
      : Buffer.from(checkpoint.text);
    const isGood = verifySignature(key, message, isLasting ? bytes.subarray(8) : bytes);
    if (isGood === false) {
      throw new Bad(
        `the checkpoint over ${checkpoint.size} events: its ${key.algorithm} signature is not good.`,
      );
    }
    if (isGood === true) good.add(key.algorithm);
  }
  return good;
}

/** What is known of the checkpoints: signed, of one log, and each continuing the one before it. */
class Checkpoints {
  #list = [];
  #links = new Map();
  #lasting = 0;
  constructor(keys) {
    this.keys = keys;
  }
  add(note) {
    const checkpoint = parseCheckpoint(note);
    const good = checkSignatures(checkpoint, this.keys);
    if (!good.has('Ed25519')) {
      throw new Bad(
        `the checkpoint over ${checkpoint.size} events: no key that is known signed it.`,
      );
    }
    if (good.has('ML-DSA-44')) this.#lasting += 1;
    this.#list.push(checkpoint);
    return checkpoint;
  }
  link(first, second, proof) {
    this.#links.set(`${first} ${second}`, proof);
  }
  /** @param recomputed sizes whose roots were computed from the events themselves. */
  checkGrowth(recomputed = new Set()) {
    const list = this.sorted();
    for (const [i, second] of list.entries()) {
      const first = list[i - 1];
      if (first === undefined) continue;
      if (first.origin !== second.origin)
        throw new Bad('the checkpoints belong to different logs.');
      if (recomputed.has(first.size) && recomputed.has(second.size)) continue;
      if (first.size === second.size ? first.root === second.root : this.#isLinked(first, second)) {
        continue;
      }
      throw new Bad(
        `the checkpoint over ${second.size} events: it does not continue the one over ${first.size}.`,
      );
    }
  }
  #isLinked(first, second) {
    const proof = first.size === 0 ? [] : this.#links.get(`${first.size} ${second.size}`);
    if (proof === undefined) {
      throw new Unusable(
        `Nothing here shows that the checkpoint over ${second.size} events continues the one over ${first.size}. Ask for an export that starts from it.`,
      );
    }
    return first.size === 0 || isConsistent(first, second, proof);
  }
  sorted() {
    return this.#list.toSorted((a, b) => a.size - b.size);
  }
  sentences() {
    const sizes = [...new Set(this.sorted().map(({ size }) => size))];
    const named = sizes.length > 6 ? [...sizes.slice(0, 3), '...', ...sizes.slice(-2)] : sizes;
    const signed = `Checkpoints with a good Ed25519 signature: ${this.#list.length}, over ${named.join(', ')} events.`;
    const growth = sizes.length > 1 ? ['They belong to one log that only grew.'] : [];
    return [signed, ...growth];
  }
  lastingSentence() {
    if (this.#lasting > 0) return `Checkpoints with a good ML-DSA-44 signature: ${this.#lasting}.`;
    return 'ML-DSA-44 signatures were not checked: this Node.js does not know them (24 does), or there are none.';
  }
}

// ---------------------------------------------------------------- an export

const EVENT_BAD = {
  content: 'its contents are not those its hash was made of.',
  link: 'it does not follow the event before it.',
  place: 'the log that was signed does not hold it at its place.',
};

function bySize(checkpoints) {
  const groups = new Map();
  for (const one of checkpoints) groups.set(one.size, [...(groups.get(one.size) ?? []), one]);
  return groups;
}

/** Follows the events of an export, in their order, and stops at the first that is wrong. */
class Walk {
  events = 0;
  #chains = new Map();
  #frontier;
  #scope;
  #end;
  #signed;
  #top;
  constructor(header, checkpoints) {
    this.#scope = header.scope;
    this.#signed = bySize(checkpoints.sorted());
    this.#top = this.#signed.get(header.size)?.[0];
    if (this.#top === undefined)
      throw new Unusable('The export lacks the checkpoint its proofs end in.');
    const { kind, from, to } = header.scope;
    const isWhole = kind === 'Log' && from === 0 && to === header.size;
    if (isWhole) this.#frontier = new Frontier();
    this.recomputed = new Set();
    this.next = from;
    this.#end = { Log: to, Chain: to + 1, Selection: 0 }[kind];
  }
  take(line) {
    const { index, chain, sequence, proof } = line;
    count(index, 'A place');
    name(chain, 'The name of a chain');
    count(sequence, 'A sequence number');
    this.#checkGap(index, chain, sequence);
    const bad = (why) =>
      new Bad(`sequence ${sequence} of the chain ${chain} (place ${index}): ${why}`);
    const before = this.#before(chain, sequence);
    // What equals a hash that was computed needs no look at its form.
    if (before !== line.previousHash) hashText(line.previousHash, 'A hash');
    const hash = eventHash(line.previousHash, line.body);
    if (hash !== line.hash) {
      hashText(line.hash, 'A hash');
      throw bad(EVENT_BAD.content);
    }
    if (before !== undefined && before !== line.previousHash) throw bad(EVENT_BAD.link);
    if (this.#frontier === undefined) {
      const steps = proofOf(proof);
      const { size, root } = this.#top;
      const found = index < size ? rootOfInclusion(index, size, hash, steps) : undefined;
      if (found !== root) throw bad(EVENT_BAD.place);
    } else {
      this.#frontier.push(hash);
      this.#compareRoots();
    }
    const known = this.#chains.get(chain);
    this.#chains.set(chain, { first: known?.first ?? sequence, sequence, hash });
    this.events += 1;
  }
  /** The hash that must stand before this event, where this file tells. */
  #before(chain, sequence) {
    const known = this.#chains.get(chain);
    if (known !== undefined) return known.sequence === sequence - 1 ? known.hash : undefined;
    return sequence === 1 ? genesis(chain) : undefined;
  }
  #checkGap(index, chain, sequence) {
    const known = this.#chains.get(chain);
    const missing = (at) => new Bad(`sequence ${at} of the chain ${chain}: it is missing here.`);
    const { kind } = this.#scope;
    if (known !== undefined && sequence <= known.sequence) {
      throw new Bad(
        `sequence ${sequence} of the chain ${chain} (place ${index}): it stands here after sequence ${known.sequence}.`,
      );
    }
    if (kind === 'Selection') return;
    if (kind === 'Chain') {
      if (chain !== this.#scope.chain)
        throw new Bad(
          `sequence ${sequence} of the chain ${chain}: it does not belong to this export.`,
        );
      if (sequence !== this.next) throw missing(this.next);
    } else {
      const expected = known === undefined ? this.#firstOf(sequence) : known.sequence + 1;
      if (sequence !== expected) throw missing(expected);
      if (index !== this.next) throw new Bad(`place ${this.next} of the log: it is missing here.`);
    }
    this.next += 1;
  }
  /** In a log that begins here a chain begins with 1; in a part of it anywhere. */
  #firstOf(sequence) {
    return this.#scope.from === 0 ? 1 : sequence;
  }
  #compareRoots() {
    const { size } = this.#frontier;
    for (const checkpoint of this.#signed.get(size) ?? []) {
      if (this.#frontier.root() !== checkpoint.root) {
        throw new Bad(
          `the checkpoint over ${size} events: the events before it are not those it was signed for.`,
        );
      }
      this.recomputed.add(size);
    }
  }
  finish(told) {
    if (this.next < this.#end) {
      const { kind, chain } = this.#scope;
      const where =
        kind === 'Chain'
          ? `sequence ${this.next} of the chain ${chain}`
          : `place ${this.next} of the log`;
      throw new Bad(`${where}: it is missing here.`);
    }
    if (told === undefined) {
      throw new Bad(`the end of the file: it is missing, after ${this.events} events.`);
    }
    if (told !== this.events)
      throw new Bad(`the end of the file: it says ${told} events, and there are ${this.events}.`);
  }
  sentences() {
    const chains = [...this.#chains].map(([chain, { first, sequence }]) =>
      this.#scope.kind === 'Selection'
        ? `Chain ${chain}: events between sequence ${first} and ${sequence}, those that were asked for.`
        : `Chain ${chain}: whole from sequence ${first} to ${sequence}.`,
    );
    return [
      `Events: ${this.events}. Each is as it was sealed and stands in the log that was signed.`,
      ...chains,
      ...(this.#scope.kind === 'Selection'
        ? ['That none was left out is not shown by such an export.']
        : []),
    ];
  }
}

/** Lines of a file of any length. */
function* linesOf(path) {
  const file = openSync(path, 'r');
  const chunk = Buffer.alloc(1 << 20);
  let rest = Buffer.alloc(0);
  try {
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      const end = chunk.subarray(0, read).lastIndexOf(10) + 1;
      if (end > 0) {
        yield* Buffer.concat([rest, chunk.subarray(0, end - 1)])
          .toString()
          .split('\n');
        rest = Buffer.from(chunk.subarray(end, read));
      } else rest = Buffer.concat([rest, chunk.subarray(0, read)]);
    }
  } finally {
    closeSync(file);
  }
  if (rest.length > 0) yield rest.toString();
}

function parseLine(line, number) {
  try {
    return JSON.parse(line);
  } catch {
    throw new Unusable(`Line ${number} is not JSON.`);
  }
}

function checkHeader(header) {
  const { kind, version, scope } = header;
  if (kind !== 'Export' || version !== 1)
    throw new Unusable('The file does not begin like an export of version 1.');
  name(header.origin, 'The origin');
  count(header.size, 'The size');
  if (!['Log', 'Chain', 'Selection'].includes(scope?.kind))
    throw new Unusable('The export has an unknown scope.');
  if (scope.kind !== 'Selection') count(scope.to - count(scope.from, 'The start'), 'The end');
  return header;
}

function verifyExport(lines, { keys: named, kept }) {
  const keys = [...(named ?? [])];
  let [header, checkpoints, walk, told, number] = [undefined, undefined, undefined, undefined, 0];
  const begin = () => {
    for (const note of kept) {
      const { size } = checkpoints.add(note);
      if (size > header.size) {
        throw new Unusable(
          `A checkpoint you keep is over ${size} events, and this export ends at ${header.size}. Ask for a newer one: if there is none, events were cut off.`,
        );
      }
    }
    walk = new Walk(header, checkpoints);
  };
  for (const text of lines) {
    number += 1;
    if (told !== undefined) throw new Unusable('There are lines after the end of the export.');
    const line = parseLine(text, number);
    if (number === 1) header = checkHeader(line);
    else if (line.kind === 'Key' && checkpoints === undefined) {
      if (named === undefined) keys.push(parseKey(line.key));
    } else if (line.kind === 'Checkpoint' && walk === undefined) {
      checkpoints ??= new Checkpoints(keys);
      const { origin, size } = checkpoints.add(line.note);
      if (origin !== header.origin)
        throw new Bad(`the checkpoint over ${size} events: it belongs to another log.`);
    } else if (line.kind === 'Consistency' && checkpoints !== undefined) {
      const first = count(line.first, 'A size');
      checkpoints.link(first, count(line.second, 'A size'), proofOf(line.proof));
    } else if (line.kind === 'Event' && checkpoints !== undefined) {
      if (walk === undefined) begin();
      walk.take(line);
    } else if (line.kind === 'End' && checkpoints !== undefined) {
      if (walk === undefined) begin();
      told = count(line.events, 'The count at the end');
    } else throw new Unusable(`Line ${number} has no place there.`);
  }
  if (checkpoints === undefined) throw new Unusable('The export has no checkpoint.');
  if (walk === undefined) begin();
  walk.finish(told);
  checkpoints.checkGrowth(walk.recomputed);
  return {
    origin: header.origin,
    keys,
    sentences: [...walk.sentences(), ...checkpoints.sentences()],
    lasting: checkpoints.lastingSentence(),
  };
}

// ---------------------------------------------------------------- an evidence pack

/** SHA-256 over the hash before it and the body: how a record of the journal continues the one before. */
const recordHash = (previous, body) =>
  sha256(Buffer.concat([base64(previous, 'A hash', HASH), base64(body, 'A body')]));

const hexOf = (hash) => Buffer.from(hash, 'base64').toString('hex');

/** Which line is not the one it was made of: by the list of hashes at the end. */
function checkManifest(texts) {
  const manifest = parseLine(texts.at(-1), texts.length);
  if (manifest.kind !== 'Manifest' || !Array.isArray(manifest.lines)) {
    throw new Bad('the end of the file: the list of its lines is missing.');
  }
  for (const [n, text] of texts.slice(0, -1).entries()) {
    if (sha256(Buffer.from(`${text}\n`)) === manifest.lines[n]) continue;
    throw new Bad(`line ${n + 1}${kindOf(text)}: it is not as the pack was made.`);
  }
  if (manifest.lines.length !== texts.length - 1) {
    throw new Bad(
      `line ${texts.length}: it lists ${manifest.lines.length} lines, and there are ${texts.length - 1}.`,
    );
  }
  if (sha256(Buffer.from(manifest.lines.join('\n'))) !== manifest.hash) {
    throw new Bad('the list of lines: it does not add up to its hash.');
  }
  return manifest.hash;
}

function kindOf(text) {
  try {
    const { kind } = JSON.parse(text);
    return typeof kind === 'string' ? ` (${kind})` : '';
  } catch {
    return '';
  }
}

/** Plain decimals as units of 10^-18, so that `1.50` is `1.5`: money is no float, here neither. */
function units(text) {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,36}))?$/.exec(text ?? '') ?? [];
  if (whole === undefined) throw new Unusable(`${text} is no decimal.`);
  const size = BigInt(whole + fraction.padEnd(36, '0'));
  return sign === '-' ? -size : size;
}
const same = (a, b) => (a === null || b === null ? a === b : units(a) === units(b));

/** What the sealed events say of the order, once the log holds each of them. */
class SealedOrder {
  #events = [];
  #order;
  constructor(order) {
    this.#order = order;
  }
  take(line) {
    const event = parseLine(Buffer.from(line.body, 'base64').toString('utf8'), 'of an event');
    this.#events.push(event);
  }
  of(action) {
    return this.#events.filter((event) => event.action === action);
  }
  get decided() {
    const found = this.of('trading.decideOrder').find(({ subject }) => subject.id === this.#order);
    if (found === undefined) throw new Bad(`the order ${this.#order}: no sealed event decides it.`);
    return found.after;
  }
  /** By sequence, the hash that events name for the record they were sealed with. */
  records() {
    const named = new Map();
    for (const { after } of this.#events) {
      if (after?.journal !== undefined) named.set(after.journal.sequence, after.journal.hash);
    }
    return named;
  }
}

/** Every record that events name is there, or held back under its hash, and none besides. */
function checkRecords(lines, sealed) {
  const named = sealed.records();
  const seen = new Map();
  for (const line of lines) {
    const where = `record ${line.sequence} of the journal`;
    if (line.kind === 'Record' && recordHash(line.previousHash, line.body) !== line.hash) {
      throw new Bad(`${where}: its contents are not those its hash was made of.`);
    }
    if (named.get(line.sequence) !== hexOf(hashText(line.hash, 'A hash'))) {
      throw new Bad(`${where}: it is not the one that the sealed events name.`);
    }
    const before = seen.get(line.sequence - 1);
    if (line.kind === 'Record' && before !== undefined && before !== line.previousHash) {
      throw new Bad(`${where}: it does not follow the record before it.`);
    }
    seen.set(line.sequence, line.hash);
  }
  for (const sequence of named.keys()) {
    if (!seen.has(sequence))
      throw new Bad(`record ${sequence} of the journal: it is missing here.`);
  }
  return lines;
}

function checkOrder(order, sealed) {
  const { order: was, receipt, verdict } = sealed.decided;
  const bad = (why) => new Bad(`the order ${order.clOrdId}: ${why}`);
  for (const field of ['account', 'instrument', 'side', 'ordType']) {
    if (order[field] !== was[field]) throw bad(`its ${field} is not the one that was sealed.`);
  }
  // Quantity and prices may be changed later; then the newest sealed change says them.
  const isChanged = sealed
    .of('trading.replaceOrder')
    .some(({ subject }) => subject.id === order.clOrdId);
  for (const field of isChanged ? [] : ['orderQty', 'price', 'stopPx']) {
    if (!same(order[field], was[field])) throw bad(`its ${field} is not the one that was sealed.`);
  }
  return { receipt, verdict };
}

/** Fills are those that were sealed: none more, none less, none otherwise. */
function checkExecutions(lines, sealed, order) {
  const booked = new Map();
  for (const { after } of sealed.of('trading.bookFill')) {
    booked.set(`${after.venueAccount}|${after.execId}`, after);
  }
  for (const line of lines) {
    const was = booked.get(`${line.venueAccount}|${line.execId}`);
    const bad = (why) => new Bad(`the execution ${line.execId}: ${why}`);
    if (was === undefined) throw bad('no sealed event books it.');
    const isSame =
      same(line.lastQty, was.lastQty) && same(line.lastPx, was.lastPx) && line.side === was.side;
    if (!isSame) throw bad('quantity, price or side are not those that were sealed.');
    // A fee may be told later than the fill.
    const fee = line.fee !== null && was.fee !== null;
    if (fee && (!same(line.fee.amount, was.fee.amount) || line.fee.asset !== was.fee.asset)) {
      throw bad('its fee is not the one that was sealed.');
    }
    booked.delete(`${line.venueAccount}|${line.execId}`);
  }
  for (const { execId } of booked.values())
    throw new Bad(`the execution ${execId}: it is missing here.`);
  const filled = lines.reduce((sum, { lastQty }) => sum + units(lastQty), 0n);
  if (filled !== units(order.cumQty)) {
    throw new Bad(`the order ${order.clOrdId}: its cumQty is not what its executions add up to.`);
  }
}

/** Entries are those that were sealed. Of one that others have a part in, a client gets its own part. */
function checkEntries(lines, sealed, audience) {
  const booked = new Map(
    sealed.of('ledger.bookEntry').map(({ subject, after }) => [subject.id, after]),
  );
  for (const { id, postings } of lines) {
    const was = booked.get(id);
    const bad = (why) => new Bad(`the entry ${id}: ${why}`);
    if (was === undefined) throw bad('no sealed event books it.');
    const text = ([kind, account, asset, place, amount]) =>
      JSON.stringify([kind, account, asset, place, String(units(amount))]);
    const left = was.postings.map(text);
    for (const { kind, account, asset, place, amount } of postings) {
      const at = left.indexOf(text([kind, account, asset, place, amount]));
      if (at < 0) throw bad('a posting of it is not one that was sealed.');
      left.splice(at, 1);
    }
    if (left.length > 0 && audience === 'Firm') throw bad('a posting of it is missing here.');
    const sums = new Map();
    for (const [, , asset, , amount] of was.postings) {
      sums.set(asset, (sums.get(asset) ?? 0n) + units(amount));
    }
    if ([...sums.values()].some((sum) => sum !== 0n)) throw bad('it does not add up to nothing.');
    booked.delete(id);
  }
  for (const id of booked.keys()) throw new Bad(`the entry ${id}: it is missing here.`);
}

/** How much of a block's fills became whose is what was sealed with each: none more, none less. */
function checkAllotments(lines, sealed) {
  const partOf = (execId, account) => `the part of the execution ${execId} for ${account}`;
  const left = new Map();
  for (const { after } of sealed.of('trading.allocateFill')) {
    for (const [account, lastQty] of after.legs) {
      const part = partOf(after.execId, account);
      left.set(part, [...(left.get(part) ?? []), units(lastQty)]);
    }
  }
  for (const { execId, account, lastQty } of lines) {
    const part = partOf(execId, account);
    const sizes = left.get(part) ?? [];
    const at = sizes.indexOf(units(lastQty));
    if (at < 0) throw new Bad(`${part}: it is not as large as it was sealed.`);
    sizes.splice(at, 1);
    if (sizes.length === 0) left.delete(part);
  }
  for (const part of left.keys()) throw new Bad(`${part}: it is missing here.`);
}

function checkDecisions(lines, sealed) {
  const { checks, told, verdict } = sealed.decided;
  // Children that are routed later have decisions of their own; the first are those of the order.
  const first = lines.filter(({ at }) => at === lines[0]?.at);
  const count = first.reduce((sum, line) => sum + line.checks.length, 0);
  if (count !== checks)
    throw new Bad(`the decision: it has ${count} checks, and ${checks} were sealed.`);
  const refused = first.filter((line) => line.verdict === 'Refused').length;
  if (refused > 0 !== (verdict === 'Refused' && told.length > 0 && refused > 0)) {
    throw new Bad('the decision: its verdict is not the one that was sealed.');
  }
  const notPassed = first.flatMap(({ decidedId, checks: own }) =>
    own.filter((check) => check.verdict !== 'Pass').map((check) => [decidedId, check]),
  );
  if (notPassed.length !== told.length) {
    throw new Bad(
      'the decision: the checks that did not simply pass are not those that were sealed.',
    );
  }
  for (const [decidedId, check] of notPassed) {
    const isSealed = told.some(
      ([id, code, was, limit, actual]) =>
        id === decidedId &&
        code === check.code &&
        was === check.verdict &&
        (check.limit === null || check.limit === limit) &&
        (check.actual === null || check.actual === actual),
    );
    if (!isSealed) throw new Bad(`the check ${check.code}: it is not as it was sealed.`);
  }
  return count;
}

/** A receipt's hash is over its texts; the order's own is the one that the decision sealed. */
function checkReceipts(lines, sealedHash) {
  const [first] = lines;
  if ((first?.hash ?? null) !== (sealedHash ?? null)) {
    throw new Bad('the routing receipt: it is not the one that was sealed.');
  }
  let whole = 0;
  for (const { alternatives, feeTableVersion, plan, snapshot, snapshotHash, hash } of lines) {
    const of = (text) => Buffer.from(sha256(Buffer.from(text)), 'base64').toString('hex');
    if (snapshot !== null && of(snapshot) !== snapshotHash) {
      throw new Bad('the routing receipt: its books are not those its hash was made of.');
    }
    const bodies = [{ alternatives, feeTableVersion, plan, snapshotHash }];
    if (snapshot !== null)
      bodies.push({ alternatives, feeTableVersion, plan, snapshot, snapshotHash });
    if (!bodies.some((body) => of(JSON.stringify(body)) === hash)) {
      throw new Bad('the routing receipt: its contents are not those its hash was made of.');
    }
    if (snapshot !== null) whole += 1;
  }
  return whole;
}

const READERS = { Client: 'its client', Staff: 'staff of its client', Firm: 'the firm' };

function verifyPack(texts, { keys: named, kept }) {
  const packHash = checkManifest(texts);
  const lines = texts.map((text, n) => parseLine(text, n + 1));
  const [header] = lines;
  if (header.version !== 1) throw new Unusable('The pack is of another version.');
  const { audience, order: clOrdId } = header;
  const of = (...kinds) => lines.filter(({ kind }) => kinds.includes(kind));
  const keys = named ?? of('Key').map(({ key }) => parseKey(key));
  const checkpoints = new Checkpoints(keys);
  for (const { note } of of('Checkpoint')) checkpoints.add(note);
  for (const note of kept) checkpoints.add(note);
  const scope = { kind: 'Selection' };
  const walk = new Walk(checkScope({ ...header, scope }), checkpoints);
  const sealed = new SealedOrder(clOrdId);
  for (const event of of('Event')) {
    walk.take(event);
    sealed.take(event);
  }
  walk.finish(of('Event').length);
  checkpoints.checkGrowth(walk.recomputed);
  const [order] = of('Order');
  if (order?.clOrdId !== clOrdId) throw new Bad(`the order ${clOrdId}: it is missing here.`);
  const records = checkRecords(of('Record', 'Withheld'), sealed);
  const { receipt } = checkOrder(order, sealed);
  const checks = checkDecisions(of('Decision'), sealed);
  const receipts = of('Receipt');
  const books = checkReceipts(receipts, receipt);
  checkExecutions(of('Execution'), sealed, order);
  checkEntries(of('Entry'), sealed, audience);
  checkAllotments(of('Allotment'), sealed);
  const told = (kind) => of(kind).length;
  const here = records.filter(({ kind }) => kind === 'Record').length;
  return {
    origin: header.origin,
    keys,
    sentences: [
      `Order ${clOrdId}, for ${READERS[audience] ?? 'nobody known'}, made ${header.madeAt}.`,
      ...walk.sentences(),
      `Records of the journal: ${here} of ${records.length} are here, each with the hash that its sealed events name.`,
      ...(here < records.length
        ? [
            `${records.length - here} are held back, because figures of others stand in them; their hashes are sealed.`,
          ]
        : []),
      `Decision: ${checks} checks, as many as were sealed; those that did not simply pass are as they were sealed.`,
      `Routing receipts: ${receipts.length}, of ${books} with the books; the first is the one that was sealed.`,
      `Executions: ${told('Execution')}, entries: ${told('Entry')}; each is as it was sealed and none is missing. Entries add up.`,
      ...(told('Allotment') > 0
        ? [
            `Parts of a block's fills: ${told('Allotment')}; each is as large as it was sealed and none is missing.`,
          ]
        : []),
      ...(told('Exchange') > 0
        ? [
            `Exchanges with venues: ${told('Exchange')}, as the pack was made. What venues answered is not sealed itself.`,
          ]
        : []),
      `Hash of the pack: ${hexOf(packHash)}.`,
    ],
    lasting: checkpoints.lastingSentence(),
  };
}

const checkScope = (header) => {
  name(header.origin, 'The origin');
  count(header.size, 'The size');
  return header;
};

// ---------------------------------------------------------------- a receipt

/** C2SP tlog-proof; `extra` holds the event itself and the keys, as JSON. */
function parseReceipt(text) {
  const end = text.indexOf('\n\n');
  const lines = text.slice(0, Math.max(end, 0)).split('\n');
  if (lines.shift() !== 'c2sp.org/tlog-proof@v1') throw new Unusable('This is no receipt.');
  const extra = lines[0]?.startsWith('extra ')
    ? base64(lines.shift().slice(6), 'The extra line')
    : undefined;
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')?.[1];
  if (index === undefined || lines.length > 53) throw new Unusable('The receipt can not be read.');
  const proof = proofOf(lines);
  const hint = extra === undefined ? {} : parseLine(extra.toString(), 'extra');
  return { index: Number(index), proof, note: text.slice(end + 2), hint };
}

function verifyReceipt(text, { keys: named, kept, event: given }) {
  const { index, proof, note, hint } = parseReceipt(text);
  const event = given ?? hint.event;
  if (event === undefined)
    throw new Unusable('The receipt does not hold its event. Name it with --event.');
  const keys = named ?? (hint.keys ?? []).map(parseKey);
  const checkpoints = new Checkpoints(keys);
  const { origin, size, root } = checkpoints.add(note);
  const hash = eventHash(hashText(event.previousHash, 'A hash'), event.body);
  const found = index < size ? rootOfInclusion(index, size, hash, proof) : undefined;
  if (found !== root) {
    throw new Bad(
      `sequence ${event.sequence} of the chain ${event.chain} (place ${index}): ${EVENT_BAD.place}`,
    );
  }
  for (const earlier of kept) checkpoints.add(earlier);
  checkpoints.checkGrowth();
  const sentence = `Sequence ${event.sequence} of the chain ${event.chain} stands at place ${index} of the log, as it was sealed.`;
  return {
    origin,
    keys,
    sentences: [sentence, ...checkpoints.sentences()],
    lasting: checkpoints.lastingSentence(),
  };
}

// ---------------------------------------------------------------- the command

function readArguments(words) {
  const asked = { file: undefined, keys: undefined, kept: [], event: undefined };
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    if (word === '--keys')
      asked.keys = readText(words[++i]).split('\n').filter(Boolean).map(parseKey);
    else if (word === '--checkpoint') asked.kept.push(readText(words[++i]));
    else if (word === '--event') asked.event = parseLine(readText(words[++i]), 1);
    else if (asked.file === undefined && !word.startsWith('--')) asked.file = word;
    else throw new Unusable(`It is not known what ${word} means here.`);
  }
  if (asked.file === undefined) throw new Unusable('Name the file that is to be verified.');
  return asked;
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Unusable(`The file ${path} can not be read.`);
  }
}

function verifyFile(first, asked) {
  if (first?.startsWith('{"kind":"EvidencePack"'))
    return verifyPack([...linesOf(asked.file)], asked);
  return first?.startsWith('{')
    ? verifyExport(linesOf(asked.file), asked)
    : verifyReceipt(readText(asked.file), asked);
}

/** Verifies one file. Answers the code to end with and the sentences to print. */
export function verify(words) {
  try {
    const asked = readArguments(words);
    const [first] = linesOf(asked.file);
    const { origin, keys, sentences, lasting } = verifyFile(first, asked);
    const source =
      asked.keys === undefined
        ? 'this file itself: compare them with keys you hold'
        : 'the file you named';
    const ids = [...new Set(keys.map(({ name, id, algorithm }) => `${name}+${id} (${algorithm})`))];
    return {
      code: 0,
      lines: [
        `Log: ${origin}.`,
        ...sentences,
        lasting,
        `Keys, from ${source}: ${ids.join(', ')}.`,
        'Verified.',
      ],
    };
  } catch (error) {
    if (error instanceof Bad)
      return { code: 1, lines: [`Not verified. First bad: ${error.message}`] };
    if (error instanceof Unusable) return { code: 2, lines: [`Can not be told. ${error.message}`] };
    if (error?.code === 'ENOENT')
      return { code: 2, lines: ['Can not be told. The file can not be read.'] };
    if (error instanceof TypeError)
      return { code: 2, lines: ['Can not be told. The file lacks something an export has.'] };
    throw error;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { code, lines } = verify(process.argv.slice(2));
  console.log(lines.join('\n'));
  process.exitCode = code;
}
