/**
 * P7: verification of a whole log, as the program we give away does it (reading, JSON, base64, each
 * event's hash, each link, the tree, the signed roots), against SHA-256 over the same file, read into
 * the same memory. A third lane says what the hashes alone cost: one call per event and per node.
 */
import { createHash, hash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointLine, endLine, eventLine, headerLine, keyLine } from '@ultrathink/db/proof';
import { aSealedLog, LOG_ORIGIN } from '@ultrathink/db/testing';
import { verify } from '@ultrathink/verify';
import { type Bar, type BarResult, micros } from './lib/bar.ts';
import { inTurns, ratioSpread, spreadOf } from './lib/rounds.ts';

const EVENTS = 100_000;
const ROUNDS = 5;
const GOAL_RATIO = 0.5;
const CHUNK_BYTES = 1 << 20;

async function timed(work: () => void): Promise<number> {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}

function writeLog(path: string): { readonly hashed: readonly Uint8Array[] } {
  const log = aSealedLog(EVENTS);
  const scope = { kind: 'Log', from: 0, to: EVENTS } as const;
  const at = log.begunAt;
  const head = [
    headerLine({ origin: LOG_ORIGIN, madeAt: at, size: EVENTS, scope }),
    ...log.signers.map(keyLine),
    checkpointLine({ note: log.noteAt(EVENTS), at }),
  ];
  writeFileSync(path, head.join(''));
  for (let from = 0; from < EVENTS; from += 10_000) {
    const part = log.events.slice(from, from + 10_000);
    appendFileSync(path, part.map((event) => eventLine(event, undefined)).join(''));
  }
  appendFileSync(path, endLine(EVENTS));
  const hashed = log.events.map(({ previousHash, body }) =>
    Buffer.concat([Buffer.of(0), previousHash, body]),
  );
  return { hashed };
}

function sha256OfFile(path: string): string {
  const digest = createHash('sha256');
  const file = openSync(path, 'r');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
    digest.update(chunk.subarray(0, read));
  }
  closeSync(file);
  return digest.digest('hex');
}

async function run(): Promise<BarResult> {
  const folder = mkdtempSync(join(tmpdir(), 'p7-'));
  const path = join(folder, 'log.jsonl');
  try {
    const { hashed } = writeLog(path);
    const megabytes = statSync(path).size / 1e6;
    const node = Buffer.alloc(65, 1);
    const lanes = {
      ours: () =>
        timed(() => {
          const { code, lines } = verify([path]);
          if (code !== 0) throw new Error(lines.join(' '));
        }),
      file: () => timed(() => sha256OfFile(path)),
      calls: () =>
        timed(() => {
          for (const bytes of hashed) {
            hash('sha256', bytes, 'base64');
            hash('sha256', node, 'base64');
          }
        }),
    };
    await lanes.ours();
    const rounds = await inTurns(ROUNDS, lanes);
    const itself = (ms: number) => ms;
    const share = ratioSpread(rounds.file, rounds.ours, itself);
    const ofCalls = ratioSpread(rounds.calls, rounds.ours, itself);
    const row = (what: string, list: readonly number[]) => {
      const { median } = spreadOf(list);
      const perEvent = micros((median * 1000) / EVENTS);
      return {
        what,
        cells: [
          `${Math.round(median)} ms`,
          `${Math.round(megabytes / (median / 1000))} MB/s`,
          perEvent,
        ],
      };
    };
    const percent = (ratio: number) => `${(ratio * 100).toFixed(0)} %`;
    return {
      columns: ['time', 'rate', 'per event'],
      rows: [
        row('verification of the log', rounds.ours),
        row('SHA-256 of the file', rounds.file),
        row('its hashes alone, one call each', rounds.calls),
      ],
      met: share.median >= GOAL_RATIO,
      verdict:
        `${percent(share.median)} of the rate of SHA-256 (${percent(share.least)} to ` +
        `${percent(share.most)}), goal ${percent(GOAL_RATIO)}; ${percent(ofCalls.median)} of its own hashes' rate`,
      settings: { events: EVENTS, megabytes: Math.round(megabytes), rounds: ROUNDS, threads: 1 },
      raw: rounds,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const bar: Bar = { name: 'P7', title: 'verification of the log', run };
