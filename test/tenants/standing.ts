import { isPermission, permissions } from '../../src/permissions.ts';
import type { Actor } from './actors.ts';
import type { Snapshot, SnapshotRow } from './snapshot.ts';

/**
 * What somebody may do at a moment, worked out from the rows alone. Powers are the names of
 * permissions, and the scopes of the test's product one by one.
 */
export type Standing = {
  readonly userId: string | null;
  readonly organization: string | null;
  readonly powers: ReadonlySet<string>;
};

const nobody: Standing = { userId: null, organization: null, powers: new Set() };

const productScopes = ['invoices:read', 'invoices:write', 'clients:read', 'clients:write'];
const reservedScopes = ['api-keys:read', 'api-keys:write'];
/** Of a resource, also what it will have one day. */
const wholeResources = ['invoices:*', 'clients:*', 'api-keys:*'];
const everyScope = [...productScopes, ...reservedScopes, ...wholeResources, '*'];

/** Null: the request as a whole must be refused, whatever it asks. */
export function standingOf(actor: Actor, named: string | null, rows: Snapshot, now: Date): Standing | null {
  if (actor.kind === 'anonymous') return nobody;
  const credential = rows.get(actor.credentialId);
  if (credential === undefined || !isAlive(credential, now)) return null;
  if (actor.kind === 'session') return standingOfPerson(credential, named, rows);
  if (actor.kind === 'service') return standingOfService(credential, named, rows);
  const organization = credential.organization_id ?? null;
  if (named !== null && named !== organization) return null;
  return { userId: null, organization, powers: powersOf(credential) };
}

function standingOfService(token: SnapshotRow, named: string | null, rows: Snapshot): Standing | null {
  if (named !== null && !rows.has(named)) return null;
  return { userId: null, organization: named, powers: powersOf(token) };
}

function standingOfPerson(session: SnapshotRow, named: string | null, rows: Snapshot): Standing | null {
  const userId = session.user_id ?? null;
  const memberships = [...rows.values()].filter(
    (row) => row.table === 'members' && row.user_id === userId && row.removed_at == null,
  );
  const only = memberships.length === 1 ? memberships[0] : undefined;
  const active = named === null ? only : memberships.find((row) => row.organization_id === named);
  if (named !== null && active === undefined) return null;
  return {
    userId,
    organization: active?.organization_id ?? null,
    powers: active === undefined ? new Set() : powersOf(active),
  };
}

export function mayUse({ userId, organization, powers }: Standing, requirements: readonly string[]): boolean {
  return requirements.every((requirement) => {
    if (requirement === 'public') return true;
    if (requirement === 'signedIn') return userId !== null;
    if (!isPermission(requirement)) throw new Error(`${requirement} is no requirement that this test knows`);
    const somewhere = permissions[requirement].within === 'INSTALLATION' || organization !== null;
    return somewhere && powers.has(requirement);
  });
}

function isAlive(row: SnapshotRow, now: Date): boolean {
  const ended = row.expires_at != null && new Date(row.expires_at) <= now;
  const isTakenBack = row.revoked_at != null || row.suspended_at != null || row.removed_at != null;
  return !isTakenBack && row.accepted_at == null && !ended;
}

/** Returns what a row lets its holder do, or will let them do after its acceptance. Nothing if the row is not active. */
export function powersOfRow(row: SnapshotRow | undefined, now: Date): ReadonlySet<string> {
  return row === undefined || !isAlive(row, now) ? new Set() : powersOf(row);
}

function powersOf(row: SnapshotRow): ReadonlySet<string> {
  switch (row.table) {
    case 'members':
    case 'invitations':
      return withGrantableScopes([...ofRole(row.role), ...(row.permissions ?? [])]);
    case 'service_tokens':
      return withGrantableScopes(row.permissions ?? []);
    case 'api_keys':
      return powersOfKey(row);
    default:
      return new Set();
  }
}

function ofRole(role: SnapshotRow['role']): string[] {
  return Object.entries(permissions)
    .filter(([, { roles }]) => roles.some((name) => name === role))
    .map(([name]) => name);
}

/** A person or a service that manages keys can create a key with every scope of the product. */
function withGrantableScopes(held: readonly string[]): ReadonlySet<string> {
  const scopes = held.includes('MANAGE_API_KEYS') ? everyScope : [];
  return new Set([...held, ...scopes]);
}

function powersOfKey({ scopes = [], full_access: fullAccess = false }: SnapshotRow): ReadonlySet<string> {
  const covers = (scope: string) =>
    (fullAccess && !scope.startsWith('api-keys:')) ||
    scopes.includes(scope) ||
    scopes.includes(`${scope.split(':')[0]}:*`);
  const carried = Object.entries(permissions)
    .filter(([, { keyScopes }]) => keyScopes.some(covers))
    .map(([name]) => name);
  return new Set([...everyScope.filter((scope) => (scope === '*' ? fullAccess : covers(scope))), ...carried]);
}
