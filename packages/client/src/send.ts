import { type ErrorDetails, errorOf, type InputProblem, LatchkeyError, UnavailableError } from './errors.ts';
import { redact, redactedCause } from './redact.ts';
import type { Connection } from './settings.ts';
import { isRecord, numberOf, recordOf, textOf } from './values.ts';

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown };

type Sent = {
  readonly headers: Readonly<Record<string, string>>;
  /** Default: the request has no body. */
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
  /** Sends the request once more, at once, if the connection broke before an answer began. */
  readonly resendUnanswered?: boolean | undefined;
};

/**
 * Posts to `path` and reads the JSON answer, whatever its status. Throws UnavailableError if there is no answer in
 * time, and the caller's own reason if the caller aborted.
 */
export function post(
  connection: Connection,
  path: string,
  sent: Sent & { readonly body: string },
): Promise<Answer> {
  return exchange(connection, 'POST', path, sent);
}

/** The same for a request that reads. */
export function get(connection: Connection, path: string, sent: Omit<Sent, 'body'>): Promise<Answer> {
  return exchange(connection, 'GET', path, sent);
}

async function exchange(
  connection: Connection,
  method: 'GET' | 'POST',
  path: string,
  sent: Sent,
): Promise<Answer> {
  const { timeoutMs } = connection;
  const { signal } = sent;
  const deadline = startDeadline(timeoutMs, signal);
  try {
    const response = await request(connection, method, path, sent, deadline.signal);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: bodyOf(connection, response, text) };
  } catch (error) {
    if (error instanceof LatchkeyError) throw error;
    if (signal?.aborted) throw signal.reason;
    throw unreachable(connection, error, deadline.signal.aborted);
  } finally {
    deadline.clear();
  }
}

async function request(
  { fetch, url }: Connection,
  method: 'GET' | 'POST',
  path: string,
  { headers, body, resendUnanswered }: Sent,
  signal: AbortSignal,
): Promise<Response> {
  const send = () =>
    fetch(new URL(path, url), {
      method,
      headers: { accept: 'application/json', ...headers },
      ...(body !== undefined && { body }),
      // A followed redirect would carry the body's secret to another address.
      redirect: 'manual',
      signal,
    });
  try {
    return await send();
  } catch (error) {
    if (!resendUnanswered || signal.aborted) throw error;
    return await send();
  }
}

/** Not every edge runtime has AbortSignal.any. The deadline includes reading the answer. */
function startDeadline(timeoutMs: number, given: AbortSignal | undefined) {
  const controller = new AbortController();
  const abort = () => controller.abort(given?.reason);
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  if (given?.aborted) abort();
  given?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      given?.removeEventListener('abort', abort);
    },
  };
}

function bodyOf(connection: Connection, { status, type, headers }: Response, text: string): unknown {
  const where = connection.url.origin;
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    throw new LatchkeyError('REDIRECTED', `${where} answered with a redirect; set its final address as url`, {
      status,
    });
  }
  try {
    return JSON.parse(text);
  } catch {
    const kind = headers.get('content-type') ?? 'no content type';
    const message = `${where} answered ${status} with ${kind} in place of JSON; is it Latchkey’s address?`;
    throw status >= 500
      ? new UnavailableError('UNAVAILABLE', message, { status, retryAfterSeconds: retryAfterOf(headers) })
      : new LatchkeyError('UNEXPECTED_ANSWER', message, { status });
  }
}

function unreachable(
  { url, timeoutMs, secrets }: Connection,
  cause: unknown,
  timedOut: boolean,
): UnavailableError {
  if (timedOut) return new UnavailableError('TIMEOUT', `${url.origin} did not answer within ${timeoutMs} ms`);
  const inner = redactedCause(cause, secrets);
  return new UnavailableError('NETWORK', `${url.origin} cannot be reached: ${inner.message}`, {
    cause: inner,
  });
}

/** Returns the error of a REST answer, which is a problem document (RFC 9457). */
export function problemError(connection: Connection, { status, headers, body }: Answer): LatchkeyError {
  const problem = recordOf(body);
  return errorFrom(
    connection,
    problem,
    { status, headers, body },
    {
      code: textOf(problem['code']),
      message: textOf(problem['detail']) ?? textOf(problem['title']),
    },
  );
}

/** `described` may hold a remedy and problems: the problem document, or GraphQL's extensions. */
export function errorFrom(
  { secrets, url }: Connection,
  described: Readonly<Record<string, unknown>>,
  { status, headers }: Answer,
  { code, message }: { code: string | undefined; message: string | undefined },
): LatchkeyError {
  const details: ErrorDetails = {
    remedy: textOf(described['remedy']),
    requestId: headers.get('x-request-id') ?? undefined,
    retryAfterSeconds: numberOf(described['retryAfterSeconds']) ?? retryAfterOf(headers),
    problems: problemsOf(described['problems'], secrets),
  };
  const text = message ?? `${url.origin} answered ${status}`;
  return errorOf(code ?? 'UNEXPECTED_ANSWER', redact(text, secrets), status, details);
}

function problemsOf(value: unknown, secrets: readonly string[]): InputProblem[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map(({ field, problem }) => ({
    field: textOf(field) ?? '',
    problem: redact(textOf(problem) ?? '', secrets),
  }));
}

/** RFC 9110, section 10.2.3: seconds, or a date. */
export function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}
