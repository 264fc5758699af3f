import { Refusal } from '../errors.ts';

/** What a GraphQL request may ask for; docs/decisions/0004-graphql-limits.md says why these numbers. */
export const graphqlLimits = {
  /** Bytes of a request's body. */
  body: 100_000,
  /** Words and signs of a document. */
  tokens: 2000,
  /** Selection sets within each other, fragments counted where they are used. */
  depth: 20,
  /** Fields under another name, fragments counted as often as they are used. */
  aliases: 30,
  /** Directives, fragments counted once. */
  directives: 50,
  /** Objects and values that the answer could hold, mutations weighted; see field-cost.ts. */
  cost: 10_000,
  /** The same for `__schema` and `__type`; the usual introspection query costs 51,863. */
  introspection: 60_000,
  /** Lists and objects within each other, in the variables or in the document. */
  valueDepth: 30,
} as const;

export type GraphQLLimit = keyof typeof graphqlLimits;

const subjects: Record<GraphQLLimit, string> = {
  body: 'bytes in the request’s body',
  tokens: 'tokens in the document',
  depth: 'selections within each other',
  aliases: 'aliases',
  directives: 'directives',
  cost: 'as the cost of the document',
  introspection: 'as the cost of the introspection',
  valueDepth: 'lists and objects within each other in a value',
};

/** The request asks for more than one may; names the limit and, where it is known, by how much. */
export class LimitExceeded extends Refusal {
  readonly limit: GraphQLLimit;

  constructor(limit: GraphQLLimit, found?: number) {
    const most = graphqlLimits[limit];
    const exceeded = found === undefined ? '' : `, and this has ${Math.min(found, Number.MAX_SAFE_INTEGER)}`;
    super('BAD_USER_INPUT', `At most ${most} ${subjects[limit]} are allowed${exceeded}.`);
    this.limit = limit;
  }

  override get remedy(): string {
    return 'Ask for less at once: smaller pages, fewer fields, or several requests.';
  }
}
