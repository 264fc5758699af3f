import { environmentNames } from '../environment.ts';
import { arrayLiteral, quoted, sparseArrayLiteral } from '../lib/array-literals.ts';
import { hashSecretAsText } from '../lib/secrets.ts';
import { grantsCovering } from '../scopes/scope-rules.ts';
import type { CheckedRequest, TokenRefusal } from './verification-types.ts';

/** One verification, in the form that the shared statement takes. */
export type StatementEntry = {
  /** Null: the caller was authorized before. */
  readonly callerToken: string | null;
  /** In hexadecimal. Null: the key is malformed. */
  readonly keyHash: string | null;
  readonly request: CheckedRequest;
  /** The problem with the access token that was sent in place of a key. */
  readonly tokenRefusal: TokenRefusal | null;
};

/**
 * Returns the parameters of the shared statement. If no entry has a condition, its parameter is an empty array, so that
 * the statement skips that check.
 */
export function statementValues(entries: readonly StatementEntry[]): string[] {
  const callers = [...new Set(entries.map(({ callerToken }) => callerToken))].filter(
    (token) => token !== null,
  );
  const callerNumbers = new Map(callers.map((token, index) => [token, index + 1]));
  return [
    arrayLiteral(callers.map((token) => byteaLiteral(hashSecretAsText(token)))),
    arrayLiteral(
      entries.map(({ callerToken }) =>
        callerToken === null ? null : (callerNumbers.get(callerToken) ?? null),
      ),
    ),
    arrayLiteral(entries.map(({ keyHash }) => (keyHash === null ? null : byteaLiteral(keyHash)))),
    arrayLiteral(entries.map(({ request }) => request.cost)),
    sparseArrayLiteral(entries.map(({ request }) => environmentOf(request))),
    sparseArrayLiteral(entries.map(({ request }) => request.ip ?? null)),
    sparseArrayLiteral(entries.map(({ request }) => requiredGrants(request))),
    sparseArrayLiteral(entries.map(({ tokenRefusal }) => tokenRefusal)),
  ];
}

function environmentOf({ environment }: CheckedRequest): string | null {
  if (environment == null) return null;
  return environment === environmentNames.LIVE ? 'LIVE' : 'TEST';
}

/** Returns, as JSON, the grants that cover each required scope. `*` stands for full access. */
function requiredGrants({ scopes }: CheckedRequest): string | null {
  if (scopes == null) return null;
  const required = scopes.map(grantsCovering);
  return quoted(
    JSON.stringify(required.map((grants) => [...grants.scopes, ...(grants.fullAccess ? ['*'] : [])])),
  );
}

function byteaLiteral(hexadecimal: string): string {
  return `"\\\\x${hexadecimal}"`;
}
