import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  getOperationAST,
  OperationTypeNode,
  specifiedRules,
  validate,
} from 'graphql';
import { Refusal } from '../errors.ts';
import type { GraphQLContext } from './context.ts';
import { DocumentCache } from './document-cache.ts';
import { parseWithinLimit, refusalOfSize } from './document-limits.ts';
import type { RequestParameters } from './request-parameters.ts';
import { schema } from './schema.ts';
import { InvalidVariables, variableProblems } from './variable-problems.ts';

/** A document with many mistakes must not cost, or be answered with, much more than one with few. */
const mostErrors = 10;

const documents = new DocumentCache();

/** Parses, checks and executes; each step before the next, whose cost it bounds. `method` is HTTP's. */
export async function executeRequest(
  context: GraphQLContext,
  parameters: RequestParameters,
  method: string,
): Promise<ExecutionResult> {
  const { query, operationName, variables = {} } = parameters;
  try {
    const known = documents.get(query);
    const document = known ?? parseWithinLimit(query);
    checkOperation(document, operationName, method);
    const refusal = refusalOfSize(schema, document, variables, context.actor);
    if (refusal !== null) throw refusal;
    if (known === undefined) {
      const mistakes = mistakesOf(document, context);
      if (mistakes.length > 0) return { errors: mistakes };
      documents.keep(query, document);
    }
    const problems = variableProblems({ schema, document, operationName }, variables);
    if (problems.length > 0) throw new InvalidVariables(problems);
    return await execute({
      schema,
      document,
      contextValue: context,
      variableValues: variables,
      operationName,
    });
  } catch (error) {
    return { errors: [error instanceof GraphQLError ? error : requestError(error)] };
  }
}

function requestError(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

/** What is read from an address must change nothing: it can be a link, or fetched ahead. */
function checkOperation(document: DocumentNode, name: string | undefined, method: string): void {
  const operation = getOperationAST(document, name);
  if (!operation) {
    throw new Refusal('BAD_USER_INPUT', 'Could not determine what operation to execute.');
  }
  if (method === 'GET' && operation.operation === OperationTypeNode.MUTATION) {
    throw new Refusal('METHOD_NOT_ALLOWED', 'Can only perform a mutation operation from a POST request.');
  }
}

function mistakesOf(document: DocumentNode, { actor }: GraphQLContext): readonly GraphQLError[] {
  return validate(schema, document, specifiedRules, {
    maxErrors: mostErrors,
    // "Did you mean …" would spell out the schema to those who may not see it.
    hideSuggestions: actor.type === 'ANONYMOUS',
  });
}
