/**
 * An engine's door as a process of its own, for tests that stop, kill and restart it:
 * `node door-process.ts <path> [ms between notices]`. Says "open" when it is.
 */
import { aDoor, publish } from './open-door.ts';

const [path = '', everyMs = '0'] = process.argv.slice(2);
const { relay } = await aDoor({}, { path });
if (everyMs !== '0') {
  setInterval(() => publish(relay, `notice ${relay.latest.sequence + 1}`), Number(everyMs));
}
process.stdout.write('open\n');
