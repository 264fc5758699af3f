import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  type ParseOptions,
  parse,
  type Source,
  visit,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { Refusal } from '../errors.ts';
import { documentSize } from './document-size.ts';
import { type GraphQLLimit, graphqlLimits, LimitExceeded } from './limits.ts';
import type { ServerContext } from './server-context.ts';

/**
 * Refuses documents that ask for too much, before anything is done whose time grows faster than the
 * document: the parser stops at the limit of tokens, and the rest is counted before validation.
 */
export function useLimits(): Plugin<ServerContext> {
  return {
    onParse({ setParseFn }) {
      setParseFn(parseWithinLimit);
    },
    onValidate({ params, context, setResult }) {
      const variables = context.params?.variables ?? {};
      const refusal = refusalOf(
        params.schema,
        params.documentAST,
        variables,
        context.requestContext.actor.type,
      );
      if (refusal !== null) setResult([new GraphQLError(refusal.message, { originalError: refusal })]);
    },
  };
}

function parseWithinLimit(source: string | Source, options?: ParseOptions): DocumentNode {
  try {
    return parse(source, { ...options, maxTokens: graphqlLimits.tokens });
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

function refusalOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  actor: string,
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
  if (size.introspection > 0 && actor === 'ANONYMOUS') {
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
