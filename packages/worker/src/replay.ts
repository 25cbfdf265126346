/** `npm run replay -- ORDER`: decides all that was decided about an order again, and says where it differs. */
import { replayOrder } from '@ultrathink/db/engine';
import { parseId } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { EXIT } from '@ultrathink/runtime';
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

process.exitCode = await replay(process.argv[2]);
