/**
 * What is wrong with an input, field by field, in our own words. Made from the kind of each issue
 * and from bounds the schema names; what was given never comes back, because it may be secret.
 */
import type { z } from 'zod';
import type { FieldSentence } from './public-error.ts';

type Issue = z.core.$ZodIssue;

/** A form has fewer; more than this is no form. */
const FIELDS_MAX = 20;

/** Values a sentence can list without becoming a page. */
const VALUES_MAX = 12;

const NOT_READABLE = 'This could not be read.';

const WANTED: Readonly<Record<string, string>> = {
  string: 'A text is needed here.',
  number: 'A number is needed here.',
  int: 'A whole number is needed here.',
  boolean: 'Yes or no is needed here.',
  array: 'A list is needed here.',
  object: 'Fields are needed here.',
};

const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
  set: ['entry', 'entries'],
};

/** `At most 64 characters.`, `More than 0.` */
function bound(words: string, limit: number | bigint, origin: string): string {
  const unit = UNITS[origin]?.[Number(limit) === 1 ? 0 : 1];
  return `${words} ${limit}${unit === undefined ? '' : ` ${unit}`}.`;
}

function sentenceOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return WANTED[issue.expected] ?? NOT_READABLE;
    case 'too_big':
      return bound(
        issue.inclusive === false ? 'Less than' : 'At most',
        issue.maximum,
        issue.origin,
      );
    case 'too_small':
      return bound(
        issue.inclusive === false ? 'More than' : 'At least',
        issue.minimum,
        issue.origin,
      );
    case 'not_multiple_of':
      return `A multiple of ${issue.divisor} is needed here.`;
    case 'unrecognized_keys':
      return 'There are fields here that are not known.';
    case 'invalid_value':
      return issue.values.length > VALUES_MAX
        ? 'Not one of the known values.'
        : `One of these is needed here: ${issue.values.map(String).join(', ')}.`;
    case 'custom':
      // Written by whoever wrote the rule; zod's own word for an unnamed one is no sentence.
      return issue.message.endsWith('.') ? issue.message : NOT_READABLE;
    default:
      return NOT_READABLE;
  }
}

/** One sentence per field, the first that its schema found; `''` names the input as a whole. */
export function fieldSentences(issues: readonly Issue[]): readonly FieldSentence[] {
  const fields = new Map<string, string>();
  for (const issue of issues) {
    const field = issue.path.join('.');
    if (!fields.has(field)) fields.set(field, sentenceOf(issue));
    if (fields.size === FIELDS_MAX) break;
  }
  return [...fields].map(([field, sentence]) => ({ field, sentence }));
}
