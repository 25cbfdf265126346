/** What each fault came to, as one table at the end of a trial. */

/** @param {readonly { name: string, seconds: number, became: string }[]} rows */
export function faultTable(rows) {
  const isPassed = ({ became }) => became !== 'not tried' && !became.startsWith('FAILED');
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map((row) => {
    const sign = isPassed(row) ? 'ok' : row.became === 'not tried' ? '--' : 'NO';
    const took = row.became === 'not tried' ? '' : `${row.seconds.toFixed(1)} s`;
    return `${sign}  ${row.name.padEnd(width)}  ${took.padStart(8)}  ${row.became}`;
  });
  const count = (fits) => rows.filter(fits).length;
  const failed = count(({ became }) => became.startsWith('FAILED'));
  const untried = count(({ became }) => became === 'not tried');
  const rest = untried === 0 ? '' : `, ${untried} not tried`;
  return `${lines.join('\n')}\n\n${count(isPassed)} passed, ${failed} failed${rest}`;
}
