/** What is printed when everything answers: the address, log-ins, and what to look at first. */
import { relative } from 'node:path';
import { seconds } from './steps.mjs';

const LOOK_FIRST = [
  ['/sign-in', 'sign in as any of them: the page fills in password and code'],
  ['/operations/access', 'who may do what, as an administrator'],
  ['/desk/markets', 'simulated markets of three venues, live'],
  ['/desk/orders', 'a ticket and what came of it, as the trader; before it, ninety invented days'],
  ['/operations/venues', 'how the connections to them are, and why'],
  ['/operations/break', 'faults to switch on, and the platform coping; as operations'],
  ['/compliance/audit', 'the sealed trail and its proof, as compliance'],
  ['/operations', 'this machine and its database, live'],
  ['/dev/mail', 'mails that were not sent'],
  ['/developers', 'the interface for programs'],
];

/** People of the firm, and one client's: more would scroll the rest away. */
const SHOWN_CLIENTS = 1;

export function welcome({ port, dataDir, took, people = [], paint }) {
  const origin = `http://localhost:${port}`;
  const width = Math.max(...LOOK_FIRST.map(([path]) => origin.length + path.length)) + 2;
  const looks = LOOK_FIRST.map(
    ([path, what]) => `    ${(origin + path).padEnd(width)}${paint.quiet(what)}`,
  );
  const folder = relative(process.cwd(), dataDir) || dataDir;
  return `
  ${paint.bold(`Ultrathink is ready at ${paint.accent(origin)}`)} ${paint.quiet(`after ${seconds(took)}`)}
  DEMO: no real orders, and only this machine gets an answer.

${logIns(people, paint)}
  Look at first:
${looks.join('\n')}

  ${paint.quiet(`Data and logs stand in ${folder}. Ctrl-C stops everything and keeps them.`)}

`;
}

function logIns(people, paint) {
  if (people.length === 0) return '  Nobody can sign in yet: npm run db:seed\n';
  const [firm] = people.map(({ organisation }) => organisation);
  const clients = [...new Set(people.map(({ organisation }) => organisation))].slice(1);
  const shown = people.filter(
    ({ organisation }) =>
      organisation === firm || clients.slice(0, SHOWN_CLIENTS).includes(organisation),
  );
  const widest = (key) => Math.max(...shown.map((person) => person[key].length)) + 2;
  const [role, email] = [widest('role'), widest('email')];
  const lines = shown.map(
    (person) =>
      `    ${person.role.padEnd(role)}${person.email.padEnd(email)}${paint.quiet(person.password)}`,
  );
  const others = clients.length - SHOWN_CLIENTS;
  const more = others > 0 ? `    and people of ${others} more clients, on the sign-in page\n` : '';
  return `  Log-ins, with a code that the sign-in page shows:\n${lines.join('\n')}\n${more}`;
}
