import type { AccountId, ClientId } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';

export interface NewAccount {
  readonly id: AccountId;
  readonly client: ClientId;
  readonly name: string;
}

/** Role `app_staff`. */
export async function insertAccounts(tx: Tx, accounts: readonly NewAccount[]): Promise<void> {
  await tx.account.createMany({
    data: accounts.map(({ id, client, name }) => ({ id, clientId: client, name })),
  });
}
