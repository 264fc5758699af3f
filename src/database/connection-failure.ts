/** Node's, when there is no way to the server or the way breaks. */
const systemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/**
 * PostgreSQL's: connection exceptions (08…), too many connections, a server that shuts down, crashed
 * or still starts, a disk that is full, and a standby that was asked to write.
 */
const serverStates = /^(?:08\w{3}|53[13]00|57P0[1-3]|25006)$/;

/**
 * PostgreSQL's, when a statement gave way to others: its time or its wait for a lock was over, or it was
 * chosen to end a deadlock or a conflict. Nothing of its transaction holds, so trying again is right.
 */
const gaveWayStates = new Set(['57014', '55P03', '40P01', '40001']);

/** pg has no codes for its own. */
const driverMessages =
  /^(?:Connection terminated|timeout expired$|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether an error of a query says that the database cannot serve it now, rather than that the query is wrong. */
export function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isSystemError = systemCodes.has(code) && (code !== 'ENOENT' || 'address' in error);
  return (
    isSystemError || gaveWayStates.has(code) || serverStates.test(code) || driverMessages.test(error.message)
  );
}

/** PostgreSQL's, about the values of a statement: data exceptions, broken constraints, limits of a value's size. */
const dataStates = /^(?:22|23|54)\w{3}$/;

/** Whether a statement was refused for the values that it holds, so that it fails however often it is sent. */
export function isRefusedForData(error: unknown): boolean {
  return error instanceof Error && 'code' in error && dataStates.test(String(error.code));
}

/** A read-only transaction, and a disk that is full: nothing of the statement holds, and reading may still do. */
const noWritesStates = /^(?:25006|53100)$/;

export function takesNoWrites(error: unknown): boolean {
  return error instanceof Error && 'code' in error && noWritesStates.test(String(error.code));
}
