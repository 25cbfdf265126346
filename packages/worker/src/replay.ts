/**
 * `npm run replay -- ORDER`: decides all that was decided about an order again, and says where it differs.
 * `npm run replay -- FILE.evidence.jsonl`: routes again what an evidence pack has receipts of, offline.
 */
import { readFileSync } from 'node:fs';
import { replayOrder } from '@ultrathink/db/engine';
import { parseId } from '@ultrathink/domain/kernel';
import { type ClOrdId, type RoutingReceipt, replayReceipt } from '@ultrathink/domain/trading';
import { EXIT } from '@ultrathink/runtime';
import { sha256 } from './engine/sha256.ts';
import { readReplayEnv } from './env.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function replay(asked: string | undefined): Promise<number> {
  const order = parseId<ClOrdId>(asked ?? '');
  if (!order.ok) {
    say('Say which order: npm run replay -- 0193a4c2-7e11-7000-8000-000000000001 (its ClOrdID).');
    return EXIT.usage;
  }
  const found = await replayOrder(readReplayEnv().DATABASE_URL, order.value);
  if (found.kind === 'NoOrder') {
    say(`There is no order ${order.value}.`);
    return EXIT.usage;
  }
  if (found.kind === 'TooLong') throw new Error('It was read without bounds.');
  for (const { sequence, at, input, events, replayed } of found.records) {
    say(`${replayed.kind === 'Same' ? 'same   ' : 'DIFFERS'}  ${sequence}  ${at}  ${input}`);
    say(`         ${events.join(', ')}`);
    if (replayed.kind === 'Differs') {
      say(`         recorded  ${replayed.recorded}`);
      say(`         now       ${replayed.made}`);
    }
  }
  const different = found.records.filter(({ replayed }) => replayed.kind !== 'Same').length;
  say(
    different === 0
      ? `${found.records.length} decisions of shard ${found.shard}, each the same to the byte.`
      : `${different} of ${found.records.length} decisions of shard ${found.shard} differ.`,
  );
  return different === 0 ? 0 : 1;
}

type PackLine = { readonly kind: string } & Partial<RoutingReceipt>;

function readPack(path: string): readonly PackLine[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line): PackLine => JSON.parse(line));
}

/** Of receipts alone: an order's other decisions need the state before them, which the journal has. */
function replayPack(path: string): number {
  const receipts = readPack(path).filter(({ kind }) => kind === 'Receipt');
  const routes = receipts.flatMap(({ kind: _, at: __, ...receipt }: PackLine & { at?: string }) =>
    typeof receipt.snapshot === 'string' ? [receipt as RoutingReceipt] : [],
  );
  let different = 0;
  for (const receipt of routes) {
    const made = replayReceipt(receipt, sha256);
    if (!made.ok) different += 1;
    say(`${made.ok ? 'same   ' : 'DIFFERS'}  route ${receipt.hash}`);
    if (!made.ok) say(`         ${JSON.stringify(made.error)}`);
  }
  say(`${routes.length} of ${receipts.length} receipts have their books.`);
  if (routes.length > 0) {
    say(different === 0 ? 'Each route is the same to the byte.' : `${different} routes differ.`);
  }
  return different === 0 ? 0 : 1;
}

const [, , asked] = process.argv;
process.exitCode = asked?.endsWith('.jsonl') ? replayPack(asked) : await replay(asked);
