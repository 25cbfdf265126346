import { expect, it } from 'vitest';
import { schemaRows } from './schema-rows.ts';

it('shows each field by its path, with its type and its bounds', () => {
  const schema = {
    type: 'object',
    required: ['id', 'accounts'],
    properties: {
      id: { type: 'string', format: 'uuid' },
      lei: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      hint: { type: ['string', 'null'] },
      scope: { type: 'string', enum: ['Read', 'Trade'] },
      limit: { type: 'integer', minimum: 1, maximum: 100 },
      accounts: {
        type: 'array',
        maxItems: 1000,
        items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
      },
    },
  };
  expect(schemaRows(schema)).toEqual([
    { name: 'id', type: 'string, uuid', isRequired: true, note: '' },
    { name: 'lei', type: 'string or null', isRequired: false, note: '' },
    { name: 'hint', type: 'string or null', isRequired: false, note: '' },
    { name: 'scope', type: 'one of', isRequired: false, note: 'Read, Trade' },
    { name: 'limit', type: 'integer', isRequired: false, note: 'at least 1; at most 100' },
    { name: 'accounts', type: 'list of object', isRequired: true, note: 'at most 1000 of them' },
    { name: 'accounts[].name', type: 'string', isRequired: true, note: '' },
  ]);
});

it('ends also for a schema that holds itself', () => {
  const self: Record<string, unknown> = { type: 'object' };
  self['properties'] = { again: self };
  expect(schemaRows(self).length).toBeLessThan(10);
});
