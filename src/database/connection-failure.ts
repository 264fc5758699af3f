/** Node's codes for a server that cannot be reached and for a broken connection. */
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
 * PostgreSQL's codes for connection exceptions (08…), too many connections, a server that shuts down, crashed or
 * starts, a full disk, and a write to a standby.
 */
const serverStates = /^(?:08\w{3}|53[13]00|57P0[1-3]|25006)$/;

/**
 * PostgreSQL's codes for a statement that was cancelled: it took too long, waited too long for a lock, or ended a
 * deadlock or a conflict. Its transaction is rolled back, so it can be tried again.
 */
const gaveWayStates = new Set(['57014', '55P03', '40P01', '40001']);

/** pg's own errors have no codes. */
const driverMessages =
  /^(?:Connection terminated|timeout expired$|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Checks whether a query failed because the database cannot serve it now, and not because the query is wrong. */
export function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isSystemError = systemCodes.has(code) && (code !== 'ENOENT' || 'address' in error);
  return (
    isSystemError || gaveWayStates.has(code) || serverStates.test(code) || driverMessages.test(error.message)
  );
}

/** PostgreSQL's codes about values: data exceptions, broken constraints, and limits of size. */
const dataStates = /^(?:22|23|54)\w{3}$/;

/** Checks whether a statement was refused because of its values, so that it will always fail. */
export function isRefusedForData(error: unknown): boolean {
  return error instanceof Error && 'code' in error && dataStates.test(String(error.code));
}

/** A read-only transaction, or a full disk. The statement changed nothing, and reads may still work. */
const noWritesStates = /^(?:25006|53100)$/;

export function takesNoWrites(error: unknown): boolean {
  return error instanceof Error && 'code' in error && noWritesStates.test(String(error.code));
}
