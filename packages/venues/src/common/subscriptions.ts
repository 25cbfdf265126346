/** The subscriptions that a client has opened, so that they end with it. */
import type { Subscription } from '../contract/execution-client.ts';

export interface KeptSubscriptions {
  /** @returns the same subscription, remembered until the client closes. */
  keep(subscription: Subscription): Subscription;
  close(): Promise<void>;
}

export function keptSubscriptions(): KeptSubscriptions {
  const kept = new Set<Subscription>();
  return {
    keep(subscription) {
      kept.add(subscription);
      return subscription;
    },
    async close() {
      await Promise.all([...kept].map((subscription) => subscription.close()));
      kept.clear();
    },
  };
}
