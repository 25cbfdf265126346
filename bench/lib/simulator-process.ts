/**
 * The venue simulator in a process of its own, for what measures its readers. Says its port when it
 * is ready, and what it has used when it is asked.
 */
import { realClock, startSimulator } from '@ultrathink/venue-simulator';

const STEP_MS = 5;

const simulator = await startSimulator({
  seed: 'bench',
  clock: realClock(),
  port: 0,
  stepMs: STEP_MS,
  historyMs: 600_000,
});
for (const { customers, venue } of simulator.world.venues) {
  customers.add({
    key: 'a-key',
    secret: 'c2VjcmV0IG9mIHRoZSBzaW11bGF0b3I=',
    passphrase: null,
    owner: 'ann',
    mayTrade: true,
    mayWithdraw: false,
    addresses: ['127.0.0.1'],
    createdAt: 0,
    rateFactor: 1_000_000,
  });
  // A thousand million of each, in the simulator's units of 10^-18.
  for (const asset of ['USDT', 'USD', 'EUR']) venue.funds.move('ann', asset, 10n ** 27n);
}
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({
    kind: 'Usage',
    cpuMs: (user + system) / 1000,
    rssBytes: process.memoryUsage.rss(),
  });
});
process.once('disconnect', () => process.exit());
process.send?.({ kind: 'Ready', port: simulator.port });
