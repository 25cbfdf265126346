import { expect, it } from 'vitest';
import { stepList } from './lib/steps.mjs';

/** A clock that is set by hand, and a terminal that keeps what was written to it. */
function stage(live) {
  const written = [];
  let ms = 0;
  const out = { columns: 80, write: (text) => written.push(text) };
  const steps = stepList({ out, live, now: () => ms });
  return { steps, text: () => written.join(''), pass: (more) => (ms += more) };
}

it('writes one plain line as a step begins and one as it ends, with its time', async () => {
  const { steps, text, pass } = stage(false);
  await steps.run('database', 'starting PostgreSQL 18', async () => {
    pass(1234);
    return 'PostgreSQL 18, its own';
  });
  expect(text()).toBe(
    'database     starting PostgreSQL 18\ndatabase     PostgreSQL 18, its own (1.2 s)\n',
  );
});

it('says which step failed, and passes on why', async () => {
  const { steps, text } = stage(false);
  const fails = steps.run('build', 'the web app', async () => {
    throw new Error('no');
  });
  await expect(fails).rejects.toThrow('no');
  expect(text()).toContain('build        FAILED: the web app (0.0 s)');
});

it('draws a sign, the name, what goes on and the time within the terminal', async () => {
  const { steps, text, pass } = stage(true);
  await steps.run('start', 'engine, jobs, web', async (say) => {
    say('waiting for web and for a great many other things that would not fit on this line');
    pass(2500);
  });
  const last = text().split('\r').at(-1);
  expect(last).toContain('✓');
  expect(last).toContain('2.5 s');
  // Colours and line control take no room.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is removed.
  expect(last.replace(/\u001b\[[0-9;]*[mK]/g, '').trimEnd().length).toBeLessThanOrEqual(80);
});

it('puts a message above the step that goes on', async () => {
  const { steps, text } = stage(true);
  await steps.run('start', 'engine', async () => steps.tell('engine ended. Starting it again.'));
  expect(text()).toContain('engine ended. Starting it again.\n');
});
