import { Refusal } from '../errors.ts';

/** The limits of a GraphQL request. docs/decisions/0004-graphql-limits.md explains the numbers. */
export const graphqlLimits = {
  /** Bytes of a request's body. */
  body: 100_000,
  /** Tokens of a document. */
  tokens: 2000,
  /** Operations in a document. Only one is executed. */
  operations: 20,
  /** Fragment definitions. */
  fragments: 50,
  /** Nested selection sets. A fragment counts where it is used. */
  depth: 20,
  /** Fields with an alias. A fragment counts each time it is used. */
  aliases: 30,
  /** Directives. A fragment counts once. */
  directives: 50,
  /** Pairs of fields with the same response name at one place: 63 such fields are 1953 pairs. */
  repeatedFields: 2000,
  /** Mutations that compare, judge or hash a password. */
  passwordOperations: 1,
  /** Objects and values that the answer can hold. Mutations count more; see field-cost.ts. */
  cost: 10_000,
  /** The cost of `__schema` and `__type`. The usual introspection query costs 51,863. */
  introspection: 60_000,
  /** Nested lists and objects, in the variables or in the document. */
  valueDepth: 30,
} as const;

export type GraphQLLimit = keyof typeof graphqlLimits;

/** The order in which the limits are checked. */
export const graphqlLimitNames = [
  'operations',
  'fragments',
  'directives',
  'valueDepth',
  'depth',
  'aliases',
  'passwordOperations',
  'cost',
  'introspection',
] as const satisfies readonly GraphQLLimit[];

export type Limits = Readonly<Record<GraphQLLimit, number>>;

/**
 * The limits for callers who are not signed in: they can sign in, accept an invitation, set a password, and read the
 * catalog of scopes. Anybody can send such requests, so each must be cheap.
 */
const anonymousLimits: Limits = {
  ...graphqlLimits,
  body: 20_000,
  tokens: 400,
  operations: 10,
  fragments: 10,
  aliases: 10,
  directives: 10,
  repeatedFields: 100,
  cost: 1000,
};

export function limitsFor({ type }: { readonly type: string }): Limits {
  return type === 'ANONYMOUS' ? anonymousLimits : graphqlLimits;
}

const subjects: Record<GraphQLLimit, string> = {
  body: 'bytes in the request’s body',
  tokens: 'tokens in the document',
  operations: 'operations in the document',
  fragments: 'fragments in the document',
  depth: 'nested selection sets',
  aliases: 'aliases',
  directives: 'directives',
  repeatedFields: 'pairs of fields with one name at one place',
  passwordOperations: 'operation with a password',
  cost: 'as the cost of the document',
  introspection: 'as the cost of the introspection',
  valueDepth: 'nested lists and objects in a value',
};

/** The request exceeds a limit. The message names the limit and, where it is known, the value of the request. */
export class LimitExceeded extends Refusal {
  readonly limit: GraphQLLimit;

  constructor(limit: GraphQLLimit, found?: number) {
    super('BAD_USER_INPUT', messageOf(limit, graphqlLimits[limit], found));
    this.limit = limit;
  }

  override get remedy(): string {
    return 'Ask for less at once: smaller pages, fewer fields, or several requests.';
  }
}

/**
 * Returns the refusal of a document that exceeds a limit. If a signed-in caller could send the document, a stranger
 * gets UNAUTHENTICATED: clients whose session ended react to this code.
 */
export function exceeds(limits: Limits, limit: GraphQLLimit, found?: number): Refusal {
  if (limits[limit] === graphqlLimits[limit]) return new LimitExceeded(limit, found);
  if (found !== undefined && found > graphqlLimits[limit]) return new LimitExceeded(limit, found);
  const message = messageOf(limit, limits[limit], found);
  return new Refusal('UNAUTHENTICATED', `Without a credential: ${message}`);
}

function messageOf(limit: GraphQLLimit, most: number, found: number | undefined): string {
  const exceeded = found === undefined ? '' : `, and this has ${Math.min(found, Number.MAX_SAFE_INTEGER)}`;
  return `At most ${most} ${subjects[limit]} ${most === 1 ? 'is' : 'are'} allowed${exceeded}.`;
}
