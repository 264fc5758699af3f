import { Refusal } from '../errors.ts';

/** What a GraphQL request may ask for; docs/decisions/0004-graphql-limits.md says why these numbers. */
export const graphqlLimits = {
  /** Bytes of a request's body. */
  body: 100_000,
  /** Words and signs of a document. */
  tokens: 2000,
  /** Queries and mutations in a document, of which one is executed. */
  operations: 20,
  /** Definitions of fragments. */
  fragments: 50,
  /** Selection sets within each other, fragments counted where they are used. */
  depth: 20,
  /** Fields under another name, fragments counted as often as they are used. */
  aliases: 30,
  /** Directives, fragments counted once. */
  directives: 50,
  /** Pairs of fields that answer under one name at one place: 63 such fields are 1953 pairs. */
  repeatedFields: 2000,
  /** Mutations that compare, judge or hash a password. */
  passwordOperations: 1,
  /** Objects and values that the answer could hold, mutations weighted; see field-cost.ts. */
  cost: 10_000,
  /** The same for `__schema` and `__type`; the usual introspection query costs 51,863. */
  introspection: 60_000,
  /** Lists and objects within each other, in the variables or in the document. */
  valueDepth: 30,
} as const;

export type GraphQLLimit = keyof typeof graphqlLimits;

/** In the order in which they are looked at. */
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
 * What strangers may ask for: to sign in, to accept an invitation, to set a password, to read the catalog of
 * scopes. Anybody can send such requests, so each must cost little.
 */
const anonymousLimits: Limits = {
  ...graphqlLimits,
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
  depth: 'selections within each other',
  aliases: 'aliases',
  directives: 'directives',
  repeatedFields: 'pairs of fields of one name at one place',
  passwordOperations: 'operation with a password',
  cost: 'as the cost of the document',
  introspection: 'as the cost of the introspection',
  valueDepth: 'lists and objects within each other in a value',
};

/** The request asks for more than one may; names the limit and, where it is known, by how much. */
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
 * The refusal of a document that exceeds a limit. A stranger's that a signed-in caller could send is
 * UNAUTHENTICATED: that is what it lacks, and what clients with an ended session act on.
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
