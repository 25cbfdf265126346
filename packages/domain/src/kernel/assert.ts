/** Assertions for what must be true if our own code is right. A refusal of input is a `Result`. */

/** A bug in our own code. Never shown to people as it is, never caught to carry on. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** @throws {InvariantError} with the sentence, when the condition does not hold. */
export function invariant(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new InvariantError(sentence);
}

/** The end of a closed `switch`: the compiler refuses a missing case, this refuses it at run time. */
export function exhaustive(value: never): never {
  throw new InvariantError(`No case handles ${JSON.stringify(value)}.`);
}
