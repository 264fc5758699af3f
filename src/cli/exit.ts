/** Ends a command that has printed everything, with its own exit code. */
export class Exit extends Error {
  override readonly name = 'Exit';
  readonly code: number;

  constructor(code: number) {
    super(`Exit with ${code}`);
    this.code = code;
  }
}
