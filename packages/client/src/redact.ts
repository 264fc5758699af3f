/**
 * Removes secrets from a text. Errors of the platform can quote a header or an address, so every message of this
 * package goes through this function.
 */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .filter((secret) => secret.length > 0)
    .reduce((redacted, secret) => redacted.replaceAll(secret, '[redacted]'), text);
}

/** Returns a cause as a new error that contains only the redacted message and the code. */
export function redactedCause(cause: unknown, secrets: readonly string[]): Error {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const error = new Error(redact(inner instanceof Error ? inner.message : String(inner), secrets));
  error.stack = `${error.name}: ${error.message}`;
  if (inner instanceof Error && 'code' in inner && typeof inner.code === 'string') {
    Object.assign(error, { code: inner.code });
  }
  return error;
}
