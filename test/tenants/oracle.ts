import { idPrefixes, parseId } from '../../src/lib/ids.ts';
import type { UntypedAnswer } from '../support/untyped-graphql.ts';
import type { Actor, Tenants } from './actors.ts';
import type { Operation } from './operations.ts';
import { type Change, changesBetween, type Snapshot } from './snapshot.ts';
import { mayUse, powersOfRow, type Standing, standingOf } from './standing.ts';

export type Happened = {
  readonly operation: Operation;
  readonly answer: UntypedAnswer;
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly now: Date;
};

/** Returns a line for each violated rule. The list is empty if all is well. */
export function violations(happened: Happened, tenants: Tenants): string[] {
  const { operation, answer, before, after, now } = happened;
  const { actor, named, field } = operation;
  const standing = standingOf(actor, named, before, now);
  const allowed = standing !== null && mayUse(standing, field.requirements);
  const changes = changesBetween(before, after);
  if (!allowed) {
    return [
      ...(answer.codes.length === 0 && isReached(operation, answer)
        ? ['it was answered without the right to it']
        : []),
      ...changes.map((change) => `it was refused and yet changed ${nameOf(change)}`),
      ...foreignContent(happened, tenants, new Set()),
    ];
  }
  return [
    ...changes
      .filter((change) => !mayChange(change, operation, standing, before))
      .map((change) => `it changed ${nameOf(change)}`),
    ...changes.flatMap((change) => exceededPowers(change, standing, before, now)),
    ...foreignContent(happened, tenants, visibleTo(operation, standing, before)),
    ...(answer.codes.includes('INTERNAL_SERVER_ERROR') ? ['it failed inside'] : []),
  ];
}

/** Whether the field was looked at: what leads to it may be null, because it is not found. */
function isReached({ field }: Operation, { data }: UntypedAnswer): boolean {
  let value: unknown = data;
  for (const { field: step } of field.steps.slice(0, -1)) {
    if (typeof value !== 'object' || value === null) return false;
    value = Reflect.get(value, step.name);
  }
  return value !== null && value !== undefined;
}

function nameOf({ before, after }: Change): string {
  const row = after ?? before;
  return `${row?.table} ${row?.id} of ${row?.organizations.join(', ') || 'none'}: ${before?.whole} → ${after?.whole}`;
}

const personal = ['updateViewer', 'signOut', 'revokeSession', 'revokeOtherSessions', 'changePassword'];
const operator = ['setOrganizationPlan', 'setOrganizationBilling', 'setOrganizationExternalId'];

/** Whether this operation, which was allowed, may touch this row. */
function mayChange(change: Change, { field }: Operation, standing: Standing, before: Snapshot): boolean {
  const row = change.before ?? change.after;
  const name = field.steps[0]?.field.name ?? '';
  if (row === undefined) return false;
  if (field.kind === 'query') return false;
  if (personal.includes(name)) return row.id === standing.userId || row.user_id === standing.userId;
  if (operator.includes(name)) return row.table === 'organizations';
  if (name === 'setMemberExternalId') return row.table === 'members';
  if (name === 'createOrganization') {
    return change.before === undefined && !row.organizations.some((id) => before.has(id));
  }
  if (name === 'requestPasswordReset') return row.table === 'password_resets';
  if (row.table === 'service_tokens') return standing.powers.has('MANAGE_SERVICE_TOKENS');
  const ofOrganization = ['organizations', 'members', 'invitations', 'api_keys', 'api_key_secrets'];
  return (
    ofOrganization.includes(row.table) &&
    row.organizations.length === 1 &&
    row.organizations[0] === standing.organization
  );
}

/** Nobody grants what they lack, and nobody takes from a member what they lack themselves. */
function exceededPowers({ before, after }: Change, standing: Standing, rows: Snapshot, now: Date): string[] {
  const row = after ?? before;
  // The operator's new organizations have owners; nobody else can make one.
  const isNew = row?.organizations.some((id) => !rows.has(id));
  if (row === undefined || isNew) return [];
  const had = powersOfRow(before, now);
  const has = powersOfRow(after, now);
  // A key reads the events of keys that its scopes show it anyway.
  const isGivenFreely = (power: string) => row.table === 'api_keys' && power === 'READ_AUDIT_LOG';
  const gained = [...has].filter(
    (power) => !had.has(power) && !standing.powers.has(power) && !isGivenFreely(power),
  );
  const isOwn = row.table === 'members' && row.user_id === standing.userId;
  const lost = row.table === 'members' && !isOwn ? [...had].filter((power) => !has.has(power)) : [];
  const taken = lost.filter((power) => !standing.powers.has(power));
  return [
    ...(gained.length > 0 ? [`it gave ${row.table} ${row.id} ${gained.join(', ')}`] : []),
    ...(taken.length > 0 ? [`it took from ${row.table} ${row.id} ${taken.join(', ')}`] : []),
  ];
}

/** The organizations of which the answer may show something. */
function visibleTo({ field }: Operation, standing: Standing, before: Snapshot): ReadonlySet<string> {
  const over = ['OPERATE', 'VERIFY_API_KEYS'].filter((permission) => field.requirements.includes(permission));
  if (over.length > 0) return new Set([...before.values()].flatMap(({ organizations }) => organizations));
  const own = standing.userId === null ? [] : (before.get(standing.userId)?.organizations ?? []);
  const isPersonal = field.requirements.every((requirement) => ['public', 'signedIn'].includes(requirement));
  const active = standing.organization === null ? [] : [standing.organization];
  return new Set(isPersonal ? [...own, ...active] : active);
}

/** Ids, names and secrets in the answer that belong to organizations of which it may show nothing. */
function foreignContent(
  { operation, answer, before, after }: Happened,
  tenants: Tenants,
  visible: ReadonlySet<string>,
): string[] {
  // What the caller sent, the answer may repeat, and whom its organization has invited before.
  const sent = JSON.stringify(operation.variables);
  const invited = [...before.values()].flatMap(({ table, organizations, email }) =>
    table === 'invitations' && organizations.some((one) => visible.has(one)) ? [email ?? ''] : [],
  );
  const ids = [...answer.text.matchAll(/\b([a-z]{3}_[0-9a-hjkmnp-tv-z]{26})\b/g)].map(([, id = '']) => id);
  const foreignIds = [...new Set(ids)].filter((id) => {
    const organizations = organizationsOf(id, after) ?? organizationsOf(id, before) ?? [];
    return (
      organizations.length > 0 &&
      !organizations.some((one) => visible.has(one)) &&
      !isNew(organizations, before)
    );
  });
  const markers = [...tenants.markers]
    .filter(([organization]) => !visible.has(organization))
    .map(([, marker]) => marker);
  const secrets = tenants.secrets.filter((secret) => answer.text.includes(secret));
  return [
    ...foreignIds.filter((id) => !sent.includes(id)).map((id) => `the answer shows ${id}`),
    ...markers
      .filter((marker) => answer.text.includes(marker) && !sent.includes(marker))
      .filter((marker) => !invited.some((email) => email.includes(marker)))
      .map((marker) => `the answer shows ${marker}`),
    ...secrets.map(() => 'the answer shows a secret'),
  ];
}

function isNew(organizations: readonly string[], before: Snapshot): boolean {
  return organizations.every((id) => !before.has(id));
}

function organizationsOf(id: string, rows: Snapshot): readonly string[] | undefined {
  for (const kind of [
    'organization',
    'user',
    'member',
    'invitation',
    'session',
    'serviceToken',
    'apiKey',
  ] as const) {
    const uuid = id.startsWith(`${idPrefixes[kind]}_`) ? parseId(kind, id) : null;
    if (uuid !== null) return rows.get(uuid)?.organizations;
  }
  return undefined;
}

/** An operation as a report shows it. */
export function described(
  { operation: { actor, named, field, variables }, answer }: Happened,
  tenants: Tenants,
): string {
  const organization = named === null ? 'no organization' : (tenants.markers.get(named) ?? named);
  return `${whose(actor)} in ${organization}: ${field.name} ${JSON.stringify(variables)} → ${answer.status} ${answer.text.slice(0, 2000)}`;
}

function whose({ name, home }: Actor): string {
  return `${name} (${home ?? 'of none'})`;
}
