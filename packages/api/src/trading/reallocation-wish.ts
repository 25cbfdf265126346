/** A block that is to be divided anew: seen whole by who asks, with all its clients before and after. */
import { read } from '@ultrathink/db';
import { listBlocks } from '@ultrathink/db/trading';
import type { AccountId, ClientId } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import type { Asking } from '../access/look-up.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { authorise } from '../procedures/authorise.ts';
import type { BlockInput } from './block-wish.ts';
import { type ClientResource, resourceOfAccount } from './whose.ts';

interface BlockAsIs {
  /** Of the version in force, hexadecimal. */
  readonly hash: string;
  readonly version: number;
  readonly instrument: string;
  readonly avgPx: string | null;
  readonly method: string;
  readonly legs: readonly {
    readonly account: AccountId;
    readonly client: ClientId;
    readonly weight: string;
  }[];
}

export interface ReallocationResource extends ClientResource {
  readonly clients: ReadonlyMap<AccountId, ClientId>;
  readonly block: BlockAsIs;
}

/** @throws {Refusal} NotFound for a block or a leg that is not there, or not within the caller's reach. */
export async function resourceOfReallocation(
  asking: Context & Asking,
  { clOrdId, legs }: { readonly clOrdId: ClOrdId; readonly legs: BlockInput['legs'] },
): Promise<ReallocationResource> {
  const block = await blockAsIs(asking, clOrdId);
  const clients = new Map<AccountId, ClientId>();
  for (const { account } of [...block.legs, ...legs]) {
    if (clients.has(account)) continue;
    const { client } = await resourceOfAccount(asking, 'trading.proposeReallocation', account);
    clients.set(account, client);
  }
  const [first] = [...clients.values()];
  if (first === undefined) throw new Error('A block has a leg.');
  return { kind: 'Client', client: first, clients, block };
}

async function blockAsIs(asking: Context & Asking, clOrdId: ClOrdId): Promise<BlockAsIs> {
  const firm = { kind: 'Firm' } as const;
  const { database, actor } = await authorise(asking, asking.caller, 'trading.readBlocks', firm);
  const [block] = await read(database, actor, (tx) => listBlocks(tx, { only: clOrdId, most: 1 }));
  const last = block?.versions.at(-1);
  if (block === undefined || last === undefined) throw new Refusal('NotFound');
  const { hash, version, terms } = last;
  const { instrument, avgPx } = block;
  return { hash, version, instrument, avgPx, method: terms.method, legs: terms.legs };
}

export function legsWithClients(
  legs: BlockInput['legs'],
  { clients }: Pick<ReallocationResource, 'clients'>,
): { account: AccountId; client: ClientId; weight: string }[] {
  return legs.map(({ account, weight }) => {
    const client = clients.get(account);
    if (client === undefined) throw new Error('A leg was not looked up.');
    return { account, client, weight };
  });
}
