/**
 * A text without the secrets of whoever made it. Errors of the platform can quote a header or an
 * address, so every message that leaves this package goes through here.
 */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .filter((secret) => secret.length > 0)
    .reduce((redacted, secret) => redacted.replaceAll(secret, '[redacted]'), text);
}

/** What went wrong beneath, as a new error that holds nothing but the redacted message and the code. */
export function redactedCause(cause: unknown, secrets: readonly string[]): Error {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const error = new Error(redact(inner instanceof Error ? inner.message : String(inner), secrets));
  error.stack = `${error.name}: ${error.message}`;
  if (inner instanceof Error && 'code' in inner && typeof inner.code === 'string') {
    Object.assign(error, { code: inner.code });
  }
  return error;
}
