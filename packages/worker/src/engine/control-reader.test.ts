import { type Control, EMPTY_STATE } from '@ultrathink/domain/engine/core';
import { CONTROLS } from '@ultrathink/domain/engine/core/testing';
import { silentLog, systemClock } from '@ultrathink/runtime';
import { expect, it } from 'vitest';
import { ControlReader } from './control-reader.ts';

const told: readonly Control[] = CONTROLS.map((body, n) => ({
  sequence: n + 1,
  at: systemClock.now(),
  body,
}));

function aRig({ prepare = (_control: Control): Promise<void> => Promise.resolve() } = {}) {
  let taken = 0;
  const offered: number[] = [];
  const steps: string[] = [];
  const rig = { isWorking: true, isAway: false };
  const reader = new ControlReader({
    read: async (after, most) => {
      if (rig.isAway) throw new Error('away');
      return told.filter(({ sequence }) => sequence > after).slice(0, most);
    },
    state: () => ({ ...EMPTY_STATE, controlSequence: taken }),
    isWorking: () => rig.isWorking,
    offer: ({ sequence }) => {
      offered.push(sequence);
      steps.push(`offer ${sequence}`);
      taken = sequence;
    },
    prepare: async (control) => {
      steps.push(`prepare ${control.sequence}`);
      await prepare(control);
    },
    clock: systemClock,
    log: silentLog,
  });
  const forget = (to: number) => {
    taken = to;
  };
  return { reader, offered, steps, rig, forget };
}

const ALL = told.map(({ sequence }) => sequence);

it('takes what people decided in its order, each once, however often it looks', async () => {
  const { reader, offered } = aRig();
  await Promise.all([reader.look(), reader.look(), reader.look()]);
  await reader.look();
  expect(offered).toEqual(ALL);
});

it('prepares each before it is taken, and takes none after one that could not be prepared', async () => {
  let isReady = false;
  const { reader, offered, steps } = aRig({
    prepare: async ({ sequence }) => {
      if (sequence === 3 && !isReady) throw new Error('not now');
    },
  });
  await reader.look();
  expect(offered).toEqual([1, 2]);
  isReady = true;
  await reader.look();
  expect(offered).toEqual(ALL);
  expect(steps.slice(0, 4)).toEqual(['prepare 1', 'offer 1', 'prepare 2', 'offer 2']);
});

it('reads again from where the engine is when its memory was dropped', async () => {
  const { reader, offered, forget } = aRig();
  await reader.look();
  forget(2);
  await reader.look();
  expect(offered).toEqual([...ALL, ...ALL.slice(2)]);
});

it('takes nothing while nothing can be journaled, and goes on after a database that was away', async () => {
  const { reader, offered, rig } = aRig();
  rig.isWorking = false;
  await reader.look();
  rig.isWorking = true;
  rig.isAway = true;
  await reader.look();
  expect(offered).toEqual([]);
  rig.isAway = false;
  await reader.look();
  expect(offered).toEqual(ALL);
});
