/** Why something could not be scanned: one line for people. */
export class ScanError extends Error {
  override readonly name = 'ScanError';
}
