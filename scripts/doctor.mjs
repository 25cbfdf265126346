/**
 * `npm run doctor`: looks at the machine and says, line by line, what is there and what is missing,
 * each with its remedy. It changes nothing, and runs on Node 20 with nothing installed.
 */
import { examine } from './lib/doctor-checks.mjs';
import { explain } from './lib/fault.mjs';

const SIGNS = { well: '✓', note: '·', ill: '✗' };
const WIDTH = 14;

const findings = [];
for (const { name, look } of examine(process.env)) {
  const finding = await look().catch((error) => ({ state: 'ill', text: explain(error) }));
  findings.push(finding);
  const [first, ...rest] = [finding.text, finding.remedy ?? ''].join('\n').trim().split('\n');
  const more = rest.map((line) => `\n    ${' '.repeat(WIDTH)}${line}`).join('');
  process.stdout.write(`  ${SIGNS[finding.state]} ${name.padEnd(WIDTH)}${first}${more}\n`);
}
const ill = findings.filter(({ state }) => state === 'ill').length;
process.stdout.write(
  ill === 0
    ? '\nNothing is missing. `npm run demo` starts the platform.\n'
    : `\n${ill} ${ill === 1 ? 'thing is' : 'things are'} missing. Each says above what to do.\n`,
);
process.exitCode = ill === 0 ? 0 : 1;
