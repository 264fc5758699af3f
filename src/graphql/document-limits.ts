import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, visit } from 'graphql';
import type { Actor } from '../access/actor.ts';
import { Refusal } from '../errors.ts';
import { documentSize } from './document-size.ts';
import { type GraphQLLimit, graphqlLimits, LimitExceeded } from './limits.ts';

/** Parses no further than the limit of tokens. */
export function parseWithinLimit(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: graphqlLimits.tokens });
  } catch (error) {
    if (error instanceof GraphQLError && error.message.endsWith('tokens. Parsing aborted.')) {
      throw new GraphQLError(error.message, { originalError: new LimitExceeded('tokens') });
    }
    // Nothing but nesting exhausts the parser's stack.
    if (error instanceof RangeError) {
      throw new GraphQLError(error.message, { originalError: new LimitExceeded('valueDepth') });
    }
    throw error;
  }
}

/**
 * Refuses a document that asks for too much, before anything is done whose time grows faster than the
 * document: it is counted before it is validated.
 */
export function refusalOfSize(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  actor: Actor,
): Refusal | null {
  const size = documentSize(schema, document, variables);
  const { circularFragment } = size;
  const { directives, valueDepth } = countsOf(document);
  if (circularFragment !== null) {
    return new Refusal('BAD_USER_INPUT', `The fragment ${circularFragment.slice(0, 100)} contains itself.`);
  }
  const counts: [GraphQLLimit, number][] = [
    ['depth', size.depth],
    ['aliases', size.aliases],
    ['directives', directives],
    ['valueDepth', valueDepth],
    ['cost', size.cost],
    ['introspection', size.introspection],
  ];
  const exceeded = counts.find(([limit, count]) => count > graphqlLimits[limit]);
  if (exceeded !== undefined) return new LimitExceeded(...exceeded);
  if (size.introspection > 0 && actor.type === 'ANONYMOUS') {
    return new Refusal('UNAUTHENTICATED', 'The schema is shown to authenticated callers only.');
  }
  return null;
}

/** What fragments do not multiply. The visitor is graphql-js's own and needs no stack. */
function countsOf(document: DocumentNode): { directives: number; valueDepth: number } {
  let directives = 0;
  let depth = 0;
  let valueDepth = 0;
  const nesting = {
    enter: () => {
      depth += 1;
      valueDepth = Math.max(valueDepth, depth);
    },
    leave: () => {
      depth -= 1;
    },
  };
  visit(document, {
    Directive: () => {
      directives += 1;
    },
    ListValue: nesting,
    ObjectValue: nesting,
    ListType: nesting,
  });
  return { directives, valueDepth };
}
