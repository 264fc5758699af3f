import fc from 'fast-check';
import { type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import { formatId, type IdKind } from '../../src/lib/ids.ts';
import { documentFor, type FieldUnderTest, fieldsUnderTest, variableName } from '../access/fields.ts';
import type { Actor, Tenants } from './actors.ts';
import type { Snapshot, TableName } from './snapshot.ts';
import { mayUse, type Standing, standingOf } from './standing.ts';

/** An operation as plain numbers, which fast-check can shrink; what they mean depends on the rows by then. */
export type Plan = {
  readonly actor: number;
  readonly header: number;
  readonly field: number;
  readonly picks: readonly number[];
};

export const plans: fc.Arbitrary<Plan> = fc.record({
  actor: fc.nat(10_000),
  header: fc.nat(19),
  field: fc.nat(10_000),
  picks: fc.array(fc.nat(10_000), { minLength: 12, maxLength: 24 }),
});

export type Operation = {
  readonly actor: Actor;
  /** The organization that the header names. */
  readonly named: string | null;
  readonly field: FieldUnderTest;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
};

const fields = fieldsUnderTest();
const mutations = fields.filter(({ kind }) => kind === 'mutation');

export function operationOf(plan: Plan, tenants: Tenants, rows: Snapshot, now: Date): Operation {
  const actor = at(tenants.actors, plan.actor);
  const named = namedOrganization(actor, plan.header, [...tenants.markers.keys()]);
  const standing = standingOf(actor, named, rows, now);
  const field = fieldOf(plan.field, standing);
  let next = 0;
  const source: Source = {
    pick: (count) => (plan.picks[next++ % plan.picks.length] ?? 0) % count,
    marker: actor.marker,
    home: named ?? actor.home,
    tenants,
    rows,
  };
  const variables = field.steps.flatMap((step) =>
    step.field.args.map((arg) => [
      variableName(step, arg.name),
      valueFor(source, arg.type, `${step.parent}.${step.field.name}.${arg.name}`),
    ]),
  );
  return {
    actor,
    field,
    named,
    query: documentFor(field),
    variables: Object.fromEntries(variables),
  };
}

/** Half of them something that the actor may use: else most would be refused, and little would happen. */
function fieldOf(choice: number, standing: Standing | null): FieldUnderTest {
  if (choice % 8 === 0) return at(fields, choice);
  if (choice % 2 === 0 || standing === null) return at(mutations, choice);
  const open = mutations.filter(
    ({ requirements }) => requirements.join() !== 'public' && mayUse(standing, requirements),
  );
  return at(open.length > 0 ? open : mutations, Math.floor(choice / 2));
}

/** Mostly one's own; a service picks one of all; now and then another's, or none. */
function namedOrganization({ home, kind }: Actor, choice: number, all: readonly string[]): string | null {
  if (kind === 'anonymous' || choice < 2) return null;
  return choice < 5 || home === null ? at(all, choice) : home;
}

type Source = {
  pick(count: number): number;
  readonly marker: string;
  readonly home: string | null;
  readonly tenants: Tenants;
  readonly rows: Snapshot;
};

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('There is nothing to choose from');
  return item;
}

function choose<Item>(source: Source, items: readonly Item[]): Item {
  return at(items, source.pick(items.length));
}

/** A value of this type that mostly makes sense at this place, such as `UpdateApiKeyInput.id`. */
function valueFor(source: Source, type: GraphQLInputType, place: string): unknown {
  if (isNonNullType(type)) return requiredValue(source, type.ofType, place);
  // What easily makes a whole request wrong is left out more often.
  const seldom = /\.(after|before|last|expiresAt|expiresOn|rateLimit|ipAllowlist)$/.test(place);
  return source.pick(seldom ? 10 : 2) === 0 ? requiredValue(source, type, place) : undefined;
}

function requiredValue(source: Source, type: GraphQLInputType, place: string): unknown {
  if (isListType(type)) {
    return Array.from({ length: source.pick(3) }, () =>
      requiredValue(source, withoutNonNull(type.ofType), place),
    );
  }
  if (isEnumType(type)) return choose(source, type.getValues()).name;
  if (isInputObjectType(type)) {
    const entries = Object.values(type.getFields()).map((field) => [
      field.name,
      valueFor(source, field.type, `${type.name}.${field.name}`),
    ]);
    return Object.fromEntries(entries);
  }
  return scalarValue(source, String(type), place);
}

function withoutNonNull(type: GraphQLInputType): GraphQLInputType {
  return isNonNullType(type) ? type.ofType : type;
}

function scalarValue(source: Source, type: string, place: string): unknown {
  switch (type) {
    case 'ID':
      return idFor(source, place);
    case 'Int':
      return 1 + source.pick(50);
    case 'Float':
      return source.pick(50);
    case 'Boolean':
      return source.pick(2) === 1;
    case 'DateTime':
      return dateTimeFor(source, place);
    case 'Date':
      return choose(source, ['2098-01-01', '2001-01-01']);
    case 'JSON':
      return { note: source.marker };
    default:
      return textFor(source, place);
  }
}

/** Periods of usage are short; whatever else has a time may have it in the past, too. */
function dateTimeFor(source: Source, place: string): string {
  if (place.endsWith('.from')) return '2026-10-01T00:00:00Z';
  if (place.endsWith('.to')) return '2026-10-02T00:00:00Z';
  return choose(source, [
    '2098-01-01T00:00:00Z',
    '2098-02-01T00:00:00Z',
    '2098-03-01T00:00:00Z',
    '2001-01-01T00:00:00Z',
  ]);
}

function textFor(source: Source, place: string): string {
  if (/\.(scopes)$/.test(place)) {
    return choose(source, [
      'invoices:read',
      'invoices:*',
      'clients:read',
      'api-keys:read',
      'api-keys:write',
      'api-keys:*',
      '*',
    ]);
  }
  if (/[eE]mail$/.test(place)) {
    const known = [...source.rows.values()].flatMap(({ table, email }) =>
      table === 'users' && email ? [email] : [],
    );
    return source.pick(3) === 0 ? choose(source, known) : `${source.marker}-${source.pick(1000)}@example.com`;
  }
  if (/\.key$/.test(place)) return choose(source, source.tenants.secrets);
  if (/\.plan$/.test(place)) return choose(source, ['free', 'professional', 'enterprise']);
  if (/\.ipAllowlist$/.test(place)) return choose(source, ['127.0.0.0/8', '10.0.0.0/8']);
  return `${source.marker} ${source.pick(1000)}`;
}

const kinds: readonly [RegExp, IdKind, TableName][] = [
  [/memberId$|Organization\.member\.id$/, 'member', 'members'],
  [/organizationId$/, 'organization', 'organizations'],
  [/Invitation/, 'invitation', 'invitations'],
  [/ServiceToken/, 'serviceToken', 'service_tokens'],
  [/Session/, 'session', 'sessions'],
  [/.*/, 'apiKey', 'api_keys'],
];

/** Often of one's own organization, else of any; sometimes of another kind than is wanted. */
function idFor(source: Source, place: string): string {
  const wanted = kinds.find(([pattern]) => pattern.test(place));
  const [, kind, table] = source.pick(15) === 0 ? choose(source, kinds) : (wanted ?? choose(source, kinds));
  const ofTenants = [...source.tenants.markers.keys()];
  const candidates = [...source.rows.values()].filter(
    (row) =>
      row.table === table &&
      (table === 'service_tokens' || row.organizations.some((id) => ofTenants.includes(id))),
  );
  const own = candidates.filter((row) => row.organizations.includes(source.home ?? ''));
  const chosen = own.length > 0 && source.pick(3) > 0 ? own : candidates;
  return chosen.length === 0 ? 'none' : formatId(kind, choose(source, chosen).id);
}
