/** Writes docs/asvs.md anew from the titles of tests. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASVS_FILE, currentPage } from './lib/asvs.mjs';
import { ROOT } from './lib/paths.mjs';

writeFileSync(join(ROOT, ASVS_FILE), await currentPage());
process.stdout.write(`${ASVS_FILE} is written.\n`);
