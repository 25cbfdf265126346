/** What is printed when everything answers: the address, log-ins, and what to look at first. */
import { relative } from 'node:path';
import { seconds } from './steps.mjs';

/** Log-ins of the demo's people. Empty until people can sign in. */
const LOG_INS = [];

const LOOK_FIRST = [
  ['/operations', 'this machine and its database, live'],
  ['/desk', 'the desk'],
  ['/client', 'what a client sees'],
  ['/compliance', 'what compliance sees'],
  ['/styleguide', 'every part of the design in every state'],
];

export function welcome({ port, dataDir, took, paint }) {
  const origin = `http://localhost:${port}`;
  const width = Math.max(...LOOK_FIRST.map(([path]) => origin.length + path.length)) + 2;
  const looks = LOOK_FIRST.map(
    ([path, what]) => `    ${(origin + path).padEnd(width)}${paint.quiet(what)}`,
  );
  const people = LOG_INS.map(({ name, role }) => `    ${name}  ${role}`);
  const folder = relative(process.cwd(), dataDir) || dataDir;
  return `
  ${paint.bold(`Ultrathink is ready at ${paint.accent(origin)}`)} ${paint.quiet(`after ${seconds(took)}`)}
  ${people.length > 0 ? `Log-ins:\n${people.join('\n')}` : 'No log-in is needed yet; only this machine gets an answer. DEMO: no real orders.'}

  Look at first:
${looks.join('\n')}

  ${paint.quiet(`Data and logs stand in ${folder}. Ctrl-C stops everything and keeps them.`)}

`;
}
