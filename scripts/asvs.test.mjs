import { expect, it } from 'vitest';
import { asvsPage, rowsOf } from './lib/asvs.mjs';

// Put together, so that the page of this repository does not take an example for a guarantee.
const title = (text) => ['AS', 'VS ', text].join('');

it('finds the requirements at the head of a title, and the guarantee behind them', () => {
  const source = [
    `it('${title('6.5.1 a code is used once')}', ...)`,
    `it.each(x)("${title('2.3.5, 8.4.1 and 8.2.1 %s can’t')}", ...)`,
    `describe(\`${title('3.4.3: a page of $name runs nothing')}\`)`,
    `it('says nothing of 6.5.1')`,
    `// ${title('9.9.9')} is only spoken of`,
    `describe('a cookie', () => {`,
    `  it('${title('3.3.4 stays with us')}')`,
  ].join('\n');
  expect(rowsOf('a.test.ts', source)).toEqual([
    { number: '6.5.1', guarantee: 'a code is used once', file: 'a.test.ts' },
    { number: '2.3.5', guarantee: '… can’t', file: 'a.test.ts' },
    { number: '8.4.1', guarantee: '… can’t', file: 'a.test.ts' },
    { number: '8.2.1', guarantee: '… can’t', file: 'a.test.ts' },
    { number: '3.4.3', guarantee: 'a page of … runs nothing', file: 'a.test.ts' },
    { number: '3.3.4', guarantee: 'a cookie stays with us', file: 'a.test.ts' },
  ]);
});

it('lists them by number, chapter by chapter', () => {
  const rows = ['16.2.5', '6.10.1', '6.2.9'].map((number) => {
    return { number, guarantee: `holds ${number}`, file: 'packages/x/a.test.ts' };
  });
  const page = asvsPage(rows);
  expect(page.match(/^## .*/gm)).toEqual([
    '## V6 Authentication',
    '## V16 Security logging and error handling',
  ]);
  expect(page.indexOf('6.2.9')).toBeLessThan(page.indexOf('6.10.1'));
  expect(page).toContain('[a.test.ts](../packages/x/a.test.ts)');
});
