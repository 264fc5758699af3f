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
import type { Actor } from '../access/actor.ts';
import { Refusal } from '../errors.ts';
import { documentSize } from './document-size.ts';
import {
  exceeds,
  type GraphQLLimit,
  graphqlLimitNames,
  graphqlLimits,
  LimitExceeded,
  type Limits,
  limitsFor,
} from './limits.ts';
import { repeatedFieldPairs } from './repeated-fields.ts';
import { lostSecretRefusal } from './secret-documents.ts';
import type { ServerContext } from './server-context.ts';

/**
 * Refuses documents that exceed a limit, before any step whose time grows faster than the document. The parser stops at
 * the limit of tokens. The other limits are checked before validation.
 */
export function useLimits(): Plugin<ServerContext> {
  return {
    onParse({ context, setParseFn }) {
      const { actor } = context.requestContext;
      setParseFn((source, options) => parseWithinLimit(actor, source, options));
    },
    onValidate({ params: { schema, documentAST }, context, setResult }) {
      const { requestContext, parameters } = context;
      const refusal = refusalOf(schema, documentAST, parameters.variables ?? {}, requestContext.actor);
      if (refusal !== null) setResult([new GraphQLError(refusal.message, { originalError: refusal })]);
    },
  };
}

function parseWithinLimit(actor: Actor, source: string | Source, options?: ParseOptions): DocumentNode {
  const limits = limitsFor(actor);
  try {
    return parse(source, { ...options, maxTokens: limits.tokens });
  } catch (error) {
    if (error instanceof GraphQLError && error.message.endsWith('tokens. Parsing aborted.')) {
      throw new GraphQLError(error.message, { originalError: exceeds(limits, 'tokens') });
    }
    // Only deep nesting exhausts the parser's stack.
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
  actor: Actor,
): Refusal | null {
  const limits = limitsFor(actor);
  const before = firstExceeded(limits, knownCounts(document));
  if (before !== null) return before;
  const { circularFragment, ...size } = documentSize(schema, document, variables);
  if (circularFragment !== null) {
    return new Refusal('BAD_USER_INPUT', `The fragment ${circularFragment.slice(0, 100)} contains itself.`);
  }
  if (size.introspection > 0 && actor.type === 'ANONYMOUS') {
    return new Refusal('UNAUTHENTICATED', 'The schema is shown only to authenticated callers.');
  }
  // These come last: the limits of depth, aliases and cost bound their work.
  return (
    firstExceeded(limits, size) ??
    repeatedFieldsRefusal(limits, document) ??
    lostSecretRefusal(schema, document)
  );
}

function firstExceeded(
  limits: Limits,
  counts: Readonly<Partial<Record<GraphQLLimit, number>>>,
): Refusal | null {
  for (const limit of graphqlLimitNames) {
    const count = counts[limit];
    if (count !== undefined && count > limits[limit]) return exceeds(limits, limit, count);
  }
  return null;
}

function repeatedFieldsRefusal(limits: Limits, document: DocumentNode): Refusal | null {
  return knownPairs(document) > limits.repeatedFields ? exceeds(limits, 'repeatedFields') : null;
}

/** Counts a document only once while it is kept (use-document-cache.ts). */
function oncePerDocument<Count>(count: (document: DocumentNode) => Count): (document: DocumentNode) => Count {
  const known = new WeakMap<DocumentNode, { readonly count: Count }>();
  return (document) => {
    const counted = known.get(document) ?? { count: count(document) };
    known.set(document, counted);
    return counted.count;
  };
}

const knownPairs = oncePerDocument((document) => repeatedFieldPairs(document, graphqlLimits.repeatedFields));

type Counts = Record<'operations' | 'fragments' | 'directives' | 'valueDepth', number>;

/** Counts the parts that fragments do not multiply. graphql-js's visitor does not recurse. */
function countsOf(document: DocumentNode): Counts {
  const counts = { operations: 0, fragments: 0, directives: 0, valueDepth: 0 };
  let depth = 0;
  const nesting = {
    enter: () => {
      depth += 1;
      counts.valueDepth = Math.max(counts.valueDepth, depth);
    },
    leave: () => {
      depth -= 1;
    },
  };
  visit(document, {
    OperationDefinition: () => {
      counts.operations += 1;
    },
    FragmentDefinition: () => {
      counts.fragments += 1;
    },
    Directive: () => {
      counts.directives += 1;
    },
    ListValue: nesting,
    ObjectValue: nesting,
    ListType: nesting,
  });
  return counts;
}

const knownCounts = oncePerDocument(countsOf);
