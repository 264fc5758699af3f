import { environmentNames } from '../api-keys/environment.ts';
import { arrayLiteral, quoted, sparseArrayLiteral } from '../lib/array-literals.ts';
import { hashSecretAsText } from '../lib/secrets.ts';
import { grantsCovering } from '../scopes/scope-rules.ts';
import type { CheckedRequest, TokenRefusal } from './verification-types.ts';

/** One verification as the shared statement takes it. */
export type StatementEntry = {
  /** Null: whoever asks was found to be allowed already. */
  readonly callerToken: string | null;
  /** Hexadecimal. Null: malformed. */
  readonly keyHash: string | null;
  readonly request: CheckedRequest;
  /** What is wrong with the token that came in the key's place. */
  readonly tokenRefusal: TokenRefusal | null;
};

/**
 * The values of the shared statement's parameters. A condition that no entry has is left out of the
 * statement's work as an empty array.
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

/** For each required scope the grants that cover it, as JSON; `*` stands for full access. */
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
