/** The two programs that readers run without us: what they accept, what they refuse, and that they agree. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatVerifierKey } from '@ultrathink/domain/audit';
import type { ClientId } from '@ultrathink/domain/kernel';
import { afterAll, describe, expect, it } from 'vitest';
import { anId } from '../../../testing/builders.ts';
import { aSealedLog, LOG_ORIGIN } from '../../../testing/sealed-log.ts';
import { sha256 } from './digest.ts';
import {
  checkpointLine,
  consistencyLine,
  type ExportScope,
  endLine,
  eventLine,
  headerLine,
  keyLine,
  receiptOf,
} from './export-format.ts';

const DOCS = fileURLToPath(new URL('../../../../../docs/verify/', import.meta.url));
const python = ['python3', 'python'].find((name) => {
  const found = spawnSync(name, ['-c', 'import sys; print(sys.version_info[0])']);
  return found.status === 0 && String(found.stdout).trim() === '3';
});

const SIZE = 21;
const SIGNED = [6, 13, SIZE];
const log = aSealedLog(SIZE);
const folder = mkdtempSync(join(tmpdir(), 'verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function exportOf(scope: ExportScope, { signed = SIGNED, size = SIZE } = {}): string[] {
  const isWhole = scope.kind === 'Log' && scope.from === 0 && scope.to === size;
  const chosen = log.events.filter(({ index, chain, sequence }) => {
    if (scope.kind === 'Selection') return index % 5 === 0;
    if (scope.kind === 'Log') return index >= scope.from && index < scope.to;
    return chain === scope.chain && sequence >= scope.from && sequence <= scope.to;
  });
  return [
    headerLine({ origin: LOG_ORIGIN, madeAt: log.begunAt, size, scope }),
    ...log.signers.map(keyLine),
    ...signed.map((at) => checkpointLine({ note: log.noteAt(at), at: log.begunAt })),
    ...signed.slice(1).map((second, i) => {
      const first = signed[i] ?? 0;
      return consistencyLine(first, second, log.consistency(first, second));
    }),
    ...chosen.map((event) =>
      eventLine(event, isWhole ? undefined : log.inclusion(event.index, size)),
    ),
    endLine(chosen.length),
  ];
}

const WHOLE: ExportScope = { kind: 'Log', from: 0, to: SIZE };
const PART: ExportScope = { kind: 'Log', from: 4, to: 17 };
const CHAIN: ExportScope = { kind: 'Chain', chain: 'shard-0', from: 3, to: 9 };
const CHOSEN: ExportScope = { kind: 'Selection', clientId: anId<ClientId>() };

let files = 0;
function fileOf(text: string): string {
  files += 1;
  const path = join(folder, String(files));
  writeFileSync(path, text);
  return path;
}

interface Answer {
  readonly code: number | null;
  readonly text: string;
}

const run = (program: string, words: readonly string[]): Answer => {
  const { status, stdout } = spawnSync(program, words, { encoding: 'utf8' });
  return { code: status, text: stdout };
};

/** What both say, apart from what they say about ML-DSA-44. */
const common = ({ text }: Answer) => text.split('\n').filter((line) => !/ML-DSA-44 sig/.test(line));

/** Asks both programs; they must agree to the letter. */
function verify(...words: string[]): Answer {
  const answer = run(process.execPath, [join(DOCS, 'verify.mjs'), ...words]);
  if (python !== undefined) {
    const second = run(python, [join(DOCS, 'verify.py'), ...words]);
    expect({ code: second.code, lines: common(second) }).toEqual({
      code: answer.code,
      lines: common(answer),
    });
  }
  return answer;
}

const verifyLines = (lines: readonly string[], ...words: string[]) =>
  verify(fileOf(lines.join('')), ...words);

/** Changes one event of an export, named by its place in the log. */
function withEvent(
  lines: readonly string[],
  place: number,
  change: (event: Record<string, unknown>) => object | undefined,
): string[] {
  return lines.flatMap((line) => {
    const value = JSON.parse(line) as Record<string, unknown>;
    if (value['kind'] !== 'Event' || value['index'] !== place) return [line];
    const changed = change(value);
    return changed === undefined ? [] : [`${JSON.stringify(changed)}\n`];
  });
}

it('there are two verifiers, and here they are held against each other', ({ skip }) => {
  skip(python === undefined, 'There is no Python 3 here: verify.mjs was tried alone.');
  expect(run(python ?? '', ['-c', 'print("here")']).text.trim()).toBe('here');
});

describe('an export that is as it was sealed', () => {
  it.each([
    ['the whole log', WHOLE, 'Events: 21.'],
    ['a part of it', PART, 'Events: 13.'],
    ['a stretch of one chain', CHAIN, 'Chain shard-0: whole from sequence 3 to 9.'],
    ['chosen events', CHOSEN, 'those that were asked for'],
  ])('is verified: %s', (_, scope, sentence) => {
    const { code, text } = verifyLines(exportOf(scope));
    expect(text).toContain(sentence);
    expect(text).toContain('They belong to one log that only grew.');
    expect(text).toMatch(/Verified\.\n$/);
    expect(code).toBe(0);
  });

  it('has its ML-DSA-44 signatures checked where Node.js can', () => {
    const { text } = verifyLines(exportOf(WHOLE));
    expect(text).toContain('Checkpoints with a good ML-DSA-44 signature: 3.');
  });

  it('says whose keys it believed, and believes those it is given instead', () => {
    const keys = fileOf(
      log.signers.map((signer) => `${formatVerifierKey(sha256, signer)}\n`).join(''),
    );
    expect(verifyLines(exportOf(PART)).text).toContain('compare them with keys you hold');
    expect(verifyLines(exportOf(PART), '--keys', keys).text).toContain('from the file you named');
    const strangers = aSealedLog(1).signers.map((s) => `${formatVerifierKey(sha256, s)}\n`);
    const refused = verifyLines(exportOf(PART), '--keys', fileOf(strangers.join('')));
    expect(refused).toMatchObject({
      code: 1,
      text: 'Not verified. First bad: the checkpoint over 6 events: no key that is known signed it.\n',
    });
  });

  it('continues a checkpoint that the reader kept', () => {
    const kept = fileOf(log.noteAt(6));
    expect(verifyLines(exportOf(WHOLE), '--checkpoint', kept).code).toBe(0);
    expect(verifyLines(exportOf(PART), '--checkpoint', kept).code).toBe(0);
    // Of the whole log every root is computed, so any earlier checkpoint can be held against it.
    const between = fileOf(log.noteAt(9));
    expect(verifyLines(exportOf(WHOLE), '--checkpoint', between).code).toBe(0);
  });
});

describe('the first bad place is named, with the reason', () => {
  const other = Buffer.from('{"action":"other"}');
  const cases: [string, ExportScope, (lines: string[]) => string[], string][] = [];
  for (const [name, scope] of [
    ['the whole log', WHOLE],
    ['a part', PART],
  ] as const) {
    cases.push(
      [
        `${name}: a changed event`,
        scope,
        (lines) => withEvent(lines, 8, (e) => ({ ...e, body: other.toString('base64') })),
        'sequence 5 of the chain people (place 8): its contents are not those its hash was made of.',
      ],
      [
        `${name}: a changed event with a hash that fits`,
        scope,
        (lines) =>
          withEvent(lines, 9, (e) => {
            const previous = Buffer.from(String(e['previousHash']), 'base64');
            const hash = sha256(Buffer.concat([Buffer.of(0), previous, other]));
            return {
              ...e,
              body: other.toString('base64'),
              hash: Buffer.from(hash).toString('base64'),
            };
          }),
        scope === WHOLE
          ? 'sequence 6 of the chain shard-0 (place 11): it does not follow the event before it.'
          : 'sequence 5 of the chain shard-0 (place 9): the log that was signed does not hold it at its place.',
      ],
      [
        `${name}: a missing event`,
        scope,
        (lines) => withEvent(lines, 10, () => undefined),
        scope === WHOLE
          ? 'place 10 of the log: it is missing here.'
          : 'place 10 of the log: it is missing here.',
      ],
      [
        `${name}: an event said twice`,
        scope,
        (lines) => lines.flatMap((line) => (line.includes('"index":7,') ? [line, line] : [line])),
        'sequence 4 of the chain shard-0 (place 7): it stands here after sequence 4.',
      ],
      [
        `${name}: an end that was cut off`,
        scope,
        (lines) => [
          ...withEvent(
            withEvent(lines, scope === WHOLE ? 20 : 16, () => undefined),
            99,
            () => undefined,
          ).slice(0, -1),
          endLine(scope === WHOLE ? 20 : 12),
        ],
        `place ${scope === WHOLE ? 20 : 16} of the log: it is missing here.`,
      ],
    );
  }
  cases.push(
    [
      'a chain: a missing event',
      CHAIN,
      (lines) => withEvent(lines, 9, () => undefined),
      'sequence 5 of the chain shard-0: it is missing here.',
    ],
    [
      'a chain: an end that was cut off',
      CHAIN,
      (lines) => [...withEvent(lines, 17, () => undefined).slice(0, -1), endLine(6)],
      'sequence 9 of the chain shard-0: it is missing here.',
    ],
    [
      'chosen events: one of another place',
      CHOSEN,
      (lines) => withEvent(lines, 5, (e) => ({ ...e, index: 6 })),
      'sequence 3 of the chain shard-0 (place 6): the log that was signed does not hold it at its place.',
    ],
    [
      'a checkpoint of another tree',
      WHOLE,
      (lines) =>
        lines.map((line) =>
          line.replace(/(firm\.example\/audit\\n)13(\\n)/, (_, a, b) => `${a}14${b}`),
        ),
      'the checkpoint over 14 events: its Ed25519 signature is not good.',
    ],
    [
      'the count at the end',
      CHOSEN,
      (lines) => [...lines.slice(0, -1), endLine(4)],
      'the end of the file: it says 4 events, and there are 5.',
    ],
    [
      'an end that is not there',
      CHOSEN,
      (lines) => lines.slice(0, -1),
      'the end of the file: it is missing, after 5 events.',
    ],
  );
  it.each(cases)('%s', (_, scope, tamper, sentence) => {
    const { code, text } = verifyLines(tamper(exportOf(scope)));
    expect(text).toBe(`Not verified. First bad: ${sentence}\n`);
    expect(code).toBe(1);
  });

  it('a log that was written anew under the true keys does not continue what the reader kept', () => {
    const anew = aSealedLog(SIZE, ['people', 'shard-1']);
    const kept = fileOf(anew.noteAt(13, log.signers));
    for (const scope of [WHOLE, PART]) {
      const { code, text } = verifyLines(exportOf(scope), '--checkpoint', kept);
      expect(code).toBe(1);
      expect(text).toContain('First bad: the checkpoint over 13 events:');
    }
  });

  it('a checkpoint beyond the export is no proof of a cut, and is said', () => {
    const kept = fileOf(log.noteAt(SIZE));
    const shorter = exportOf({ kind: 'Log', from: 0, to: 13 }, { signed: [6, 13], size: 13 });
    const { code, text } = verifyLines(shorter, '--checkpoint', kept);
    expect(code).toBe(2);
    expect(text).toContain('if there is none, events were cut off');
  });
});

describe('what is no export', () => {
  const lines = exportOf(PART);
  it.each([
    ['an empty file', []],
    ['half a line', [lines.join('').slice(0, 3000)]],
    ['another version', [lines[0]?.replace('"version":1', '"version":2') ?? '', ...lines.slice(1)]],
    ['no checkpoint', lines.filter((line) => !line.includes('"Checkpoint"'))],
    ['lines after the end', [...lines, endLine(13)]],
    ['numbers that are texts', lines.map((line) => line.replace('"index":8', '"index":"8"'))],
    ['null', ['null\n']],
    ['a list', ['{"kind":"Export","version":1,"size":3,"scope":[]}\n']],
  ])('%s: it can not be told, and the end code is 2', (_, text) => {
    const { code, text: said } = verifyLines(text);
    expect(said).toMatch(/^Can not be told\. /);
    expect(code).toBe(2);
  });

  it('a file that is not there', () => {
    expect(verify(join(folder, 'nothing')).code).toBe(2);
    expect(verify().code).toBe(2);
    expect(verify('--what').code).toBe(2);
  });
});

describe('a receipt', () => {
  const event = log.events[11];
  if (event === undefined) throw new Error('The log has an event 11.');
  const text = receiptOf(event, log.inclusion(11, SIZE), log.noteAt(SIZE), log.signers);

  it('is verified alone: it carries its event and the keys', () => {
    const { code, text: said } = verify(fileOf(text));
    expect(said).toContain(
      'Sequence 6 of the chain shard-0 stands at place 11 of the log, as it was sealed.',
    );
    expect(code).toBe(0);
  });

  it('proves no other event', () => {
    const other = log.events[12];
    const words = (body: Uint8Array | undefined) => [
      '--event',
      fileOf(
        JSON.stringify({
          chain: 'shard-0',
          sequence: 6,
          previousHash: Buffer.from(event.previousHash).toString('base64'),
          body: Buffer.from(body ?? []).toString('base64'),
        }),
      ),
    ];
    expect(verify(fileOf(text), ...words(event.body)).code).toBe(0);
    expect(verify(fileOf(text), ...words(other?.body))).toMatchObject({
      code: 1,
      text: 'Not verified. First bad: sequence 6 of the chain shard-0 (place 11): the log that was signed does not hold it at its place.\n',
    });
  });
});

it('the verifier of Node runs on Node.js 20, whose ML-DSA-44 it says it can not check', ({
  skip,
}) => {
  const node20 = ['/usr/local/bin/node', '/usr/bin/node'].find((path) => {
    try {
      return execFileSync(path, ['--version'], { encoding: 'utf8' }).startsWith('v20.');
    } catch {
      return false;
    }
  });
  skip(node20 === undefined, 'There is no Node.js 20 here: this version alone was tried.');
  const answer = run(node20 ?? '', [join(DOCS, 'verify.mjs'), fileOf(exportOf(PART).join(''))]);
  expect(answer.text).toContain('ML-DSA-44 signatures were not checked');
  expect(answer.code).toBe(0);
});
