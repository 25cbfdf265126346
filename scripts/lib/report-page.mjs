/** The page `report/index.html`: every stage, what failed and why, screenshots and traces. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { seconds } from './steps.mjs';

const SHOWN_MAX = 60_000;

const safe = (text) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** Files below a folder that end in one of the endings. */
function filesBelow(folder, endings) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name));
}

function section({ name, about, counts, output, ms }) {
  const failed = counts.failed > 0;
  const text = stripVTControlCharacters(output ?? '').trim();
  const shown = text.length > SHOWN_MAX ? `…\n${text.slice(-SHOWN_MAX)}` : text;
  const body = failed && shown !== '' ? `<pre>${safe(shown)}</pre>` : '';
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  return `<section class="${failed ? 'failed' : 'passed'}">
<h2>${safe(name)} <small>${safe(about)}</small></h2>
<p>${counts.passed} passed, ${counts.failed} failed${skipped} in ${seconds(ms)}</p>${body}</section>`;
}

function pictures(folder) {
  const found = filesBelow(join(folder, 'browser-traces'), ['.png']);
  const figures = found.map((file) => {
    const path = safe(relative(folder, file));
    return `<figure><a href="${path}"><img src="${path}" loading="lazy" alt=""></a><figcaption>${path}</figcaption></figure>`;
  });
  const traces = filesBelow(join(folder, 'browser-traces'), ['.zip']).map(
    (file) =>
      `<li><code>npx playwright show-trace ${safe(relative(join(folder, '..'), file))}</code></li>`,
  );
  const link = existsSync(join(folder, 'browser/index.html'))
    ? '<p><a href="browser/index.html">Browser tests, one by one</a></p>'
    : '';
  const list = traces.length > 0 ? `<h2>Traces</h2><ul>${traces.join('')}</ul>` : '';
  return `${link}${list}${figures.join('')}`;
}

const STYLE = `:root{color-scheme:light dark}body{font:14px/1.5 system-ui,sans-serif;max-width:72rem;margin:3rem auto;padding:0 1rem}
h1{font-size:1.25rem}h2{font-size:1rem;margin:0}small{font-weight:400;opacity:.65}section{border-top:1px solid #8884;padding:.75rem 0}
section p{margin:0;font-variant-numeric:tabular-nums}.failed h2::before{content:"Failed: ";color:#c2410c}pre{overflow:auto;background:#8881;padding:1rem;font-size:12px}
figure{margin:1rem 0}img{max-width:100%;border:1px solid #8884}figcaption{opacity:.65}`;

/** Writes the page and answers its path. */
export function writeReport(folder, stages, line) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'index.html');
  const sorted = [...stages].sort(
    (a, b) => Number(b.counts.failed > 0) - Number(a.counts.failed > 0),
  );
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${safe(line)}</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style>
<h1>${safe(line)}</h1>${sorted.map(section).join('\n')}${pictures(folder)}</html>\n`;
  writeFileSync(path, html);
  return path;
}
