import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { Refusal } from '../errors.ts';
import { givesSecret } from '../graphql/shown-once.ts';
import { fieldOf } from './field-cost.ts';

/**
 * Refuses a document whose answer could lose a secret that is shown only once. The result of a mutation is never null,
 * so one error below it makes the whole answer null. Conditions (`@skip`, `@include`) are ignored: a mutation counts
 * even if it is skipped. It runs before validation, so documents may be invalid. The limits of depth and cost must be
 * checked before, because a fragment is read each time it is used.
 */
export function lostSecretRefusal(schema: GraphQLSchema, document: DocumentNode): Refusal | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION || definition.operation !== 'mutation') continue;
    const reason = new Mutations(schema, fragments, definition).reason();
    if (reason !== null) return reason;
  }
  return null;
}

type SelectedField = {
  readonly node: FieldNode;
  /** Null if the schema does not have the field. */
  readonly field: ReturnType<typeof fieldOf>;
  /** The directives of the field and of the fragments around it. */
  readonly directives: readonly DirectiveNode[];
};

class Mutations {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #operation: OperationDefinitionNode;

  constructor(
    schema: GraphQLSchema,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    operation: OperationDefinitionNode,
  ) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#operation = operation;
  }

  reason(): Refusal | null {
    const { selectionSet } = this.#operation;
    const mutations = [...this.#fields(selectionSet, this.#schema.getMutationType() ?? null)];
    const giving = mutations.find(({ field }) => field !== null && givesSecret(field))?.field?.name;
    if (giving === undefined) return null;
    const names = new Set(mutations.map(({ node }) => (node.alias ?? node.name).value));
    names.delete('__typename');
    if (names.size > 1) return besideMutations(giving);
    for (const { node, field } of mutations) {
      const reason = field && this.#below(giving, node, getNamedType(field.type));
      if (reason !== null) return reason;
    }
    return null;
  }

  /** Finds a field that can fail after the secret was made, and whose error makes everything above it null. */
  #below(giving: string, { selectionSet }: FieldNode, type: unknown): Refusal | null {
    if (selectionSet === undefined) return null;
    for (const selected of this.#fields(selectionSet, isCompositeType(type) ? type : null)) {
      const { node, field, directives } = selected;
      const variable = directives.map((directive) => this.#nullableVariable(directive)).find(Boolean);
      if (variable !== undefined) return besideVariable(giving, variable);
      // A field that may be null is safe: an error below it makes this field null, and nothing above it.
      if (field === null || !isNonNullType(field.type)) continue;
      if (node.arguments !== undefined && node.arguments.length > 0) return besideField(giving, field.name);
      const reason = this.#below(giving, node, getNamedType(field.type));
      if (reason !== null) return reason;
    }
    return null;
  }

  /** A condition fails if its variable has a default and is null. */
  #nullableVariable(directive: DirectiveNode): string | undefined {
    const used = (directive.arguments ?? []).map(({ value }) =>
      value.kind === Kind.VARIABLE ? value.name.value : null,
    );
    return this.#operation.variableDefinitions?.find(
      ({ variable, type }) => used.includes(variable.name.value) && type.kind !== Kind.NON_NULL_TYPE,
    )?.variable.name.value;
  }

  /** The fields of a selection set and of its fragments. */
  *#fields(
    { selections }: SelectionSetNode,
    parent: GraphQLCompositeType | null,
    around: readonly DirectiveNode[] = [],
  ): Generator<SelectedField> {
    for (const selection of selections) {
      const directives = [...around, ...(selection.directives ?? [])];
      if (selection.kind === Kind.FIELD) {
        yield { node: selection, field: fieldOf(this.#schema, parent, selection.name.value), directives };
        continue;
      }
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      const fragment = isSpread ? this.#fragments.get(selection.name.value) : selection;
      if (fragment === undefined) continue;
      const { typeCondition } = fragment;
      const type = typeCondition === undefined ? parent : this.#schema.getType(typeCondition.name.value);
      yield* this.#fields(fragment.selectionSet, isCompositeType(type) ? type : null, directives);
    }
  }
}

function besideMutations(mutation: string): Refusal {
  return new Refusal(
    'BAD_USER_INPUT',
    `${mutation} shows a secret only once, so it must be the only mutation in its document: an error of another mutation would lose the secret.`,
    { remedy: `Send ${mutation} in a request of its own.` },
  );
}

function besideField(mutation: string, field: string): Refusal {
  return new Refusal(
    'BAD_USER_INPUT',
    `${mutation} shows a secret only once, so ${field} cannot be part of its answer: an error about an argument of ${field} would lose the secret.`,
    { remedy: `Ask for ${field} in a request of its own.` },
  );
}

function besideVariable(mutation: string, variable: string): Refusal {
  return new Refusal(
    'BAD_USER_INPUT',
    `${mutation} shows a secret only once, so $${variable.slice(0, 100)} must be a Boolean that cannot be null: without a value for a condition the secret would be lost.`,
    { remedy: 'Declare the variable with the type Boolean!.' },
  );
}
