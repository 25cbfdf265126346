/** Names for whom events mean, as far as this reader may know them. */
import type { Tx } from '@ultrathink/db';
import { everyOrganisation, everyPerson, type SearchWord } from '@ultrathink/db/events';
import type { PersonId } from '@ultrathink/domain/kernel';
import { readNames } from '../../access/names.ts';
import type { Services } from '../../context.ts';

export type NameOf = (kind: string, id: string) => string | null;

/** Whom these ids name. Ids that name nobody here are left out, like people of others. */
export async function namesFor(
  tx: Tx,
  services: Services,
  ids: readonly string[],
): Promise<NameOf> {
  const people = await readNames(tx, services, [...new Set(ids)].map(asPerson));
  const organisations = await everyOrganisation(tx);
  const byId = new Map(organisations.map(({ id, name }) => [id, name]));
  const byClient = new Map(organisations.map(({ clientId, name }) => [clientId ?? '', name]));
  return (kind, id) => {
    if (kind === 'Organisation') return byId.get(id) ?? null;
    if (kind === 'Client') return byClient.get(id) ?? null;
    return people.get(asPerson(id))?.name ?? null;
  };
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
export const isId = (text: string): boolean => UUID.test(text);
const asPerson = (id: string) => id as PersonId;

const WORDS_MOST = 8;

/** The words of a search, each with whom it may mean by name. */
export async function wordsOf(
  tx: Tx,
  services: Services,
  text: string,
): Promise<readonly SearchWord[]> {
  const words = text.split(/\s+/).filter(Boolean).slice(0, WORDS_MOST);
  if (!words.some((word) => /\p{L}/u.test(word) && !isId(word))) {
    return words.map((word) => ({ text: word, named: [] }));
  }
  const people = await readNames(tx, services, await everyPerson(tx));
  const organisations = await everyOrganisation(tx);
  const called: [string, string][] = [
    ...[...people].map(([id, personal]): [string, string] => [id, personal?.name ?? '']),
    ...organisations.map(({ id, name }): [string, string] => [id, name]),
  ];
  return words.map((word) => {
    const wanted = word.toLocaleLowerCase('en');
    const named = called.filter(([, name]) => name.toLocaleLowerCase('en').includes(wanted));
    return { text: word, named: named.map(([id]) => id) };
  });
}
