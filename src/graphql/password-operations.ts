const extension = 'latchkeyTakesPassword';

/**
 * The extensions of a mutation that compares, judges or hashes a password, which takes some 25 ms of a
 * processor: a document can hold one such mutation (limits.ts).
 */
export const passwordOperation = { [extension]: true };

export function takesPassword({
  extensions,
}: {
  readonly extensions: Readonly<Record<string, unknown>>;
}): boolean {
  return extensions[extension] === true;
}
