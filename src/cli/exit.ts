/** Ends a command that has said all there is to say with an exit code of its own. */
export class Exit extends Error {
  override readonly name = 'Exit';
  readonly code: number;

  constructor(code: number) {
    super(`Exit with ${code}`);
    this.code = code;
  }
}
