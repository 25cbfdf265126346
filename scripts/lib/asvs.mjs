/**
 * docs/asvs.md: which tests hold which requirement of OWASP ASVS 5.0. Made of the titles of tests
 * that name a requirement, so that a row can't outlive its test; a requirement without a row is one
 * that no test names, which is no claim either way.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gitFiles } from './git-files.mjs';
import { ROOT } from './paths.mjs';

const TEST = /\.(test|spec)\.(ts|tsx|mjs)$/;
const TITLE = /(?<quote>['"`])(?<title>ASVS \d+\.\d+\.\d+(?:(?!\k<quote>)[^\\\n]|\\.)*)\k<quote>/g;
const NUMBER = /\d+\.\d+\.\d+/g;
/** Of the numbers at the head of a title: `ASVS 2.3.5, 8.4.1 and 8.2.1`. */
const HEAD = /^ASVS \d+\.\d+(?:\.\d+)?(?:(?:,| and|, and)? (?:ASVS )?\d+\.\d+\.\d+)*:?\s*/;

/** Chapters of ASVS 5.0 that tests of ours name, or could. */
const CHAPTERS = {
  1: 'Encoding and sanitization',
  2: 'Validation and business logic',
  3: 'Web frontend security',
  4: 'API and web service',
  5: 'File handling',
  6: 'Authentication',
  7: 'Session management',
  8: 'Authorization',
  9: 'Self-contained tokens',
  10: 'OAuth and OIDC',
  11: 'Cryptography',
  12: 'Secure communication',
  13: 'Configuration',
  14: 'Data protection',
  15: 'Secure coding and architecture',
  16: 'Security logging and error handling',
  17: 'WebRTC',
};

/** @typedef {{ number: string, guarantee: string, file: string }} Row */

/** @returns {Row[]} one per requirement a title names. */
export function rowsOf(file, source) {
  return [...source.matchAll(TITLE)].flatMap(({ groups: { title }, index }) => {
    const [head] = HEAD.exec(title) ?? [''];
    const guarantee = [...around(source, index), title.slice(head.length)].map(plain).join(' ');
    return (head.match(NUMBER) ?? []).map((number) => ({ number, guarantee, file }));
  });
}

const GROUP = /^(?<indent> *)describe[^'"`]*(?<quote>['"`])(?<title>(?:(?!\k<quote>).)*)\k<quote>/;

/** Titles of the groups it stands in, outermost first: a title goes on where its group's ended. */
function around(source, index) {
  const lines = source.slice(0, index).split('\n');
  let depth = indentOf(lines.at(-1) ?? '');
  const titles = [];
  for (const line of lines.toReversed()) {
    const group = GROUP.exec(line)?.groups;
    if (group === undefined || group.indent.length >= depth) continue;
    depth = group.indent.length;
    titles.unshift(group.title.replace(HEAD, ''));
  }
  return titles;
}

const indentOf = (line) => line.length - line.trimStart().length;

/** As a reader has it: no escapes, and what stands for a case is left open. */
function plain(title) {
  return title
    .replaceAll(/\\(['"`])/g, '$1')
    .replaceAll(/\(?(%[a-z]|\$[a-z.]+|\$\{[^}]*\})\)?:?/gi, '…')
    .replaceAll('|', '\\|')
    .trim();
}

const partsOf = (number) => number.split('.').map(Number);

function byNumber(a, b) {
  const [x, y] = [partsOf(a.number), partsOf(b.number)];
  const at = x.findIndex((part, index) => part !== y[index]);
  if (at >= 0) return x[at] - y[at];
  return a.file < b.file ? -1 : Number(a.file > b.file);
}

/** @param {Row[]} rows */
export function asvsPage(rows) {
  const sorted = rows.toSorted(byNumber);
  const chapters = [...new Set(sorted.map(({ number }) => partsOf(number)[0]))];
  const numbers = new Set(sorted.map(({ number }) => number)).size;
  return `# OWASP ASVS 5.0, as tests hold it

Made by \`node scripts/asvs.mjs\` from the titles of tests; \`npm run lint\` fails while it is old. The aim is level 2
throughout, and level 3 for administration, compliance and money. A requirement that no test names is not listed, which
says nothing about it. ${numbers} requirements are named, by ${sorted.length} guarantees.
${chapters.map((chapter) => chapterOf(chapter, sorted)).join('')}`;
}

function chapterOf(chapter, rows) {
  const own = rows.filter(({ number }) => partsOf(number)[0] === chapter);
  const lines = own.map(
    ({ number, guarantee, file }) => `| ${number} | ${guarantee} | [${nameOf(file)}](../${file}) |`,
  );
  return `
## V${chapter} ${CHAPTERS[chapter] ?? ''}

| requirement | guarantee | test |
|---|---|---|
${lines.join('\n')}
`;
}

const nameOf = (file) => file.split('/').at(-1);

/** What the page says of the tests as they stand. */
export async function currentPage(root = ROOT) {
  const files = (await gitFiles(root)).filter((file) => TEST.test(file));
  const read = files.map(async (file) => rowsOf(file, await readFile(join(root, file), 'utf8')));
  return asvsPage((await Promise.all(read)).flat());
}

export const ASVS_FILE = 'docs/asvs.md';

export async function checkAsvs(root = ROOT) {
  const written = await readFile(join(root, ASVS_FILE), 'utf8').catch(() => '');
  const ok = written === (await currentPage(root));
  const output = `${ASVS_FILE} is not what the tests say. Write it anew: node scripts/asvs.mjs`;
  return { ok, output: ok ? '' : output, detail: ASVS_FILE };
}
