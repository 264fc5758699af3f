/** Tells people in one line why something could not be scanned. */
export class ScanError extends Error {
  override readonly name = 'ScanError';
}
