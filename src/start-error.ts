/** Why Latchkey cannot start: one line for the operator, printed without a stack; exit code 1. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
