const extension = 'latchkeyTakesPassword';

/**
 * The extensions of a mutation that compares, judges or hashes a password. That takes about 25 ms of a processor, so a
 * document may contain only one such mutation (limits.ts).
 */
export const passwordOperation = { [extension]: true };

export function takesPassword({
  extensions,
}: {
  readonly extensions: Readonly<Record<string, unknown>>;
}): boolean {
  return extensions[extension] === true;
}
