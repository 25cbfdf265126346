/** How soon a password would be guessed. Loaded when the first is chosen: its lists are large. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as en from '@zxcvbn-ts/language-en';

/** 3 of 4: more than 10^8 guesses, with a slow hash in front of each. */
const LEAST_SCORE = 3;

/** Beside one's own name and the firm's, a password has to hold something else. */
const OWN_SIGNS_MIN = 8;

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...en.dictionary },
  graphs: common.adjacencyGraphs,
  translations: en.translations,
});

export function judge(password: string, context: readonly string[]): string | null {
  const words = context.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]);
  const inputs = words.filter((word) => word.length > 2).map((word) => word.toLowerCase());
  const { score, sequence } = zxcvbn.check(password, inputs);
  const isListed = sequence.some(
    (match) =>
      'dictionaryName' in match &&
      String(match.dictionaryName).startsWith('passwords') &&
      match.token.length === password.length,
  );
  if (isListed) {
    return 'This password is on lists of passwords that were stolen elsewhere. Choose another one.';
  }
  if (score >= LEAST_SCORE && leftOf(password, inputs) >= OWN_SIGNS_MIN) return null;
  return 'This password is easy to guess. Add words that have nothing to do with you or each other.';
}

/** Signs that are left when what is known of the person is taken out. */
function leftOf(password: string, words: readonly string[]): number {
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((rest, word) => rest.replaceAll(word, ''), password.toLowerCase())
    .length;
}
