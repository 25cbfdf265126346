import { getTRPCErrorFromUnknown, TRPCError } from '@trpc/server';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { logFieldsOf, newQuote, publicErrorOf, Refusal } from './errors.ts';
import { ERROR_CODES } from './public-error.ts';

const SECRET = 'password authentication failed for user "app_staff" at 10.0.0.7';

const errors: Readonly<Record<string, unknown>> = {
  'a bug': new Error(SECRET),
  'a database that refuses work': Object.assign(new Error(SECRET), { code: '53300' }),
  'an input that is not known': z.string().safeParse(42).error,
  'a refusal with a detail': new Refusal('EngineAway', undefined, new Error(SECRET)),
  'a thrown text': SECRET,
  'a thrown object': { message: SECRET },
};

it.each(Object.entries(errors))('tells of %s only code, sentence and quote', (_what, thrown) => {
  const told = publicErrorOf(getTRPCErrorFromUnknown(thrown));
  expect(JSON.stringify(told)).not.toContain('app_staff');
  expect(Object.keys(told).sort()).toEqual(['code', 'httpStatus', 'quote', 'sentence']);
  expect(ERROR_CODES).toContain(told.code);
});

it('tells what an input lacks field by field, and of an answer of ours that is wrong nothing', () => {
  const cause = z.object({ name: z.string() }).safeParse({ name: 7 }).error;
  expect(publicErrorOf(new TRPCError({ code: 'BAD_REQUEST', cause }))).toMatchObject({
    code: 'InvalidInput',
    fields: [{ field: 'name', sentence: 'A text is needed here.' }],
  });
  const answer = publicErrorOf(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause }));
  expect([answer.code, answer.fields]).toEqual(['Fault', undefined]);
});

it('keeps the quote of an error, however often it is wrapped and asked', () => {
  const thrown = new Error('boom');
  const [first, second] = [thrown, thrown].map((error) =>
    publicErrorOf(getTRPCErrorFromUnknown(error)),
  );
  expect(first?.quote).toBe(second?.quote);
  expect(publicErrorOf(getTRPCErrorFromUnknown(new Error('boom'))).quote).not.toBe(first?.quote);
});

it('writes a quote so that it can be said on the telephone', () => {
  for (let n = 0; n < 200; n += 1)
    expect(newQuote()).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$/);
});

it('logs which field of an input was wrong, and never what stood in it', () => {
  const cause = z.object({ token: z.number() }).safeParse({ token: 's3cr3t' }).error;
  const fields = logFieldsOf(new TRPCError({ code: 'BAD_REQUEST', cause }));
  expect(fields).toMatchObject({ issues: [{ path: 'token' }] });
  expect(JSON.stringify(fields)).not.toContain('s3cr3t');
});

it('says of a refusal what its sentence says', () => {
  const told = publicErrorOf(new Refusal('Forbidden', 'This demo answers only its own machine.'));
  expect(told).toMatchObject({
    httpStatus: 403,
    sentence: 'This demo answers only its own machine.',
  });
});
