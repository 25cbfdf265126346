import type { AccountId, ClientId, UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';

export interface NewAccount {
  readonly id: AccountId;
  readonly client: ClientId;
  readonly name: string;
}

/** Role `app_staff`. Opened then: the engine is told of them as of that moment. */
export async function insertAccounts(
  tx: Tx,
  accounts: readonly NewAccount[],
  at: UtcTime,
): Promise<void> {
  await tx.account.createMany({
    data: accounts.map(({ id, client, name }) => ({ id, clientId: client, name, createdAt: at })),
  });
}
