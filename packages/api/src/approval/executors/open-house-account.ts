import { insertHouseAccount, listHouseAccounts } from '@ultrathink/db/trading';
import { type HouseAccountPayload, houseAccountPayloadSchema } from '@ultrathink/domain/access';
import { err, ok, type Result } from '@ultrathink/domain/kernel';
import type { Asked, Executor, ExecutorRefusal, Reading, World } from '../executor.ts';
import { refused } from './control.ts';
import { readPayload } from './read.ts';

interface Prepared extends World {
  readonly payload: HouseAccountPayload;
}

/** Opens an account of the house; its shard's engine is told in the same transaction. */
export const openHouseAccount: Executor = {
  readWorld: prepare,

  async apply(given) {
    const { tx, at, execution, by } = given;
    const prepared = await prepare(given, execution);
    if (!prepared.ok) return prepared;
    const { account: id, shard, name } = prepared.value.payload;
    const { proposal } = execution;
    const isOpen = await insertHouseAccount(tx, { id, shard, name, by, proposal, at });
    if (!isOpen) return err({ code: 'Overtaken' });
    const subject = { kind: 'Account', id };
    return ok([{ action: 'trading.openHouseAccount', subject, after: { name, shard } }]);
  },
};

async function prepare(
  { tx }: Reading,
  asked: Pick<Asked, 'payload'>,
): Promise<Result<Prepared, ExecutorRefusal>> {
  const read = readPayload(houseAccountPayloadSchema, asked.payload);
  if (!read.ok) return read;
  const { shard, name } = read.value;
  const there = await listHouseAccounts(tx, shard);
  if (there.some((one) => one.name === name)) return refused({ code: 'HouseNameTaken', name });
  return ok({ payload: read.value, world: { shard, name }, before: undefined, concerns: [] });
}
