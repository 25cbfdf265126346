/** Two programs that share no code give the same verdict on hundreds of files that were damaged by chance. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verify } from '@ultrathink/verify';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { aSealedLog, LOG_ORIGIN } from '../../../testing/sealed-log.ts';
import {
  checkpointLine,
  consistencyLine,
  type ExportScope,
  endLine,
  eventLine,
  headerLine,
  keyLine,
} from './export-format.ts';

const VERIFY_PY = fileURLToPath(new URL('../../../../../docs/verify/verify.py', import.meta.url));
const PYTHON = ['python3', 'python'].find(
  (name) => spawnSync(name, ['-c', 'import sys; assert sys.version_info[0] == 3']).status === 0,
);
/** Verifies every file named on its input in one process. */
const BATCH = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location('verify', ${JSON.stringify(VERIFY_PY)})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(json.dumps([module.verify([path]) for path in json.load(sys.stdin)]))
`;

const SIZE = 9;
const log = aSealedLog(SIZE);
const [ed25519] = log.signers;
const signers = ed25519 === undefined ? [] : [ed25519];

function exportOf(scope: ExportScope): string {
  const isWhole = scope.kind === 'Log' && scope.from === 0;
  const events = log.events.filter(
    ({ index }) => scope.kind !== 'Log' || (index >= scope.from && index < scope.to),
  );
  return [
    headerLine({ origin: LOG_ORIGIN, madeAt: log.begunAt, size: SIZE, scope }),
    ...signers.map(keyLine),
    ...[3, SIZE].map((size) =>
      checkpointLine({ note: log.noteAt(size, signers), at: log.begunAt }),
    ),
    consistencyLine(3, SIZE, log.consistency(3, SIZE)),
    ...events.map((event) =>
      eventLine(event, isWhole ? undefined : log.inclusion(event.index, SIZE)),
    ),
    endLine(events.length),
  ].join('');
}

const exports = [
  exportOf({ kind: 'Log', from: 0, to: SIZE }),
  exportOf({ kind: 'Log', from: 2, to: 7 }),
  exportOf({ kind: 'Selection' }),
];

type Damage = (text: string, at: number) => string;

const sign = fc.constantFrom(...'ABab019+/=-_"{},:[] .e');
const value = fc.constantFrom(
  '0',
  '1',
  '-1',
  '1.5',
  '1.0',
  '1e3',
  'null',
  'true',
  '"x"',
  '[]',
  '{}',
);
const damage: fc.Arbitrary<Damage> = fc.oneof(
  sign.map(
    (to): Damage =>
      (text, at) =>
        text.slice(0, at) + to + text.slice(at + 1),
  ),
  sign.map(
    (to): Damage =>
      (text, at) =>
        text.slice(0, at) + to + text.slice(at),
  ),
  fc.constant<Damage>((text, at) => text.slice(0, at) + text.slice(at + 1)),
  fc.constant<Damage>((text, at) => text.slice(0, at)),
  fc.nat(20).map(
    (to): Damage =>
      (text, at) => {
        const lines = text.split('\n');
        const from = text.slice(0, at).split('\n').length - 1;
        const [moved = ''] = lines.splice(from, 1);
        return lines.toSpliced(to, 0, moved).join('\n');
      },
  ),
  value.map(
    (to): Damage =>
      (text, at) => {
        const found = [...text.matchAll(/:(\d+|"[^"]{0,60}")/g)];
        const match = found[at % found.length];
        if (match === undefined) return text;
        return `${text.slice(0, match.index)}:${to}${text.slice(match.index + match[0].length)}`;
      },
  ),
);

const damaged = fc
  .tuple(fc.constantFrom(...exports), damage, fc.noBias(fc.nat(9_999)))
  .map(([text, change, where]) => change(text, Math.floor((where / 10_000) * text.length)));

const folder = mkdtempSync(join(tmpdir(), 'agree-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the same verdict, and the same first bad place', { timeout: 60_000 }, ({ skip }) => {
  skip(
    PYTHON === undefined,
    'There is no Python 3 here: verify.py was not held against verify.mjs.',
  );
  const texts = [...exports, ...fc.sample(damaged, { numRuns: 300, seed: 20_261_121 })];
  const paths = texts.map((text, i) => {
    const path = join(folder, String(i));
    writeFileSync(path, text);
    return path;
  });
  const { stdout, stderr } = spawnSync(PYTHON ?? '', ['-c', BATCH], {
    input: JSON.stringify(paths),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(stderr).toBe('');
  const second = JSON.parse(stdout) as [number, string[]][];
  const codes = new Map<number, number>();
  for (const [i, path] of paths.entries()) {
    const { code, lines } = verify([path]);
    const [otherCode, otherLines] = second[i] ?? [];
    codes.set(code, (codes.get(code) ?? 0) + 1);
    const named = code === 1 ? lines : [];
    const otherNamed = otherCode === 1 ? otherLines : [];
    expect({ code: otherCode, lines: otherNamed }, texts[i]).toEqual({ code, lines: named });
  }
  expect([...codes.keys()].sort()).toEqual([0, 1, 2]);
});
