import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { takesPassword } from '../graphql/password-operations.ts';
import { fieldCost, fieldOf, plainValue, type VariableValue } from './field-cost.ts';

/** The size of what a document requests. A fragment counts each time it is used. */
export type DocumentSize = {
  readonly depth: number;
  readonly aliases: number;
  readonly cost: number;
  /** The number of mutations that compare, judge or hash a password. */
  readonly passwordOperations: number;
  /** The cost of `__schema` and `__type`, apart from `cost`. */
  readonly introspection: number;
  /** The name of a fragment that spreads itself, directly or through others. */
  readonly circularFragment: string | null;
};

type Size = Omit<DocumentSize, 'circularFragment'>;

const nothing: Size = { depth: 0, aliases: 0, cost: 0, passwordOperations: 0, introspection: 0 };

/**
 * Measures the largest operation of a document, or the largest fragment that no operation uses. It runs before
 * validation, so documents may be invalid: a field that the schema lacks counts as a plain value. The time is linear in
 * the document for each operation, because each fragment is measured once, however often it is spread. With a fragment
 * bomb, the numbers grow to Infinity, but the time does not grow.
 */
export function documentSize(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): DocumentSize {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  const unused = new Set(fragments.keys());
  let largest = nothing;
  let circularFragment: string | null = null;
  const add = (measure: Measure, size: Size): void => {
    largest = largestOf(largest, size);
    circularFragment ??= measure.circularFragment;
    for (const name of measure.measuredFragments()) unused.delete(name);
  };
  for (const operation of operations) {
    // Each operation has its own variables and defaults.
    const defaults = defaultsOf(operation);
    const measure = new Measure(schema, fragments, (name) =>
      Object.hasOwn(variables, name) ? variables[name] : defaults.get(name),
    );
    add(measure, measure.operation(operation));
  }
  // Validation refuses unused fragments. They are measured because they cost time until then.
  for (const name of [...unused]) {
    const measure = new Measure(schema, fragments, (variable) => variables[variable]);
    if (unused.has(name)) add(measure, measure.fragment(name));
  }
  return { ...largest, circularFragment };
}

/** The default values of the operation's variables, if a cost can depend on them. */
function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Map<string, unknown> {
  return new Map(
    variableDefinitions.map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue && plainValue(defaultValue),
    ]),
  );
}

class Measure {
  circularFragment: string | null = null;
  readonly #schema: GraphQLSchema;
  readonly #variableValue: VariableValue;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Null while it is being measured. */
  readonly #sizes = new Map<string, Size | null>();

  constructor(
    schema: GraphQLSchema,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    variableValue: VariableValue,
  ) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variableValue = variableValue;
  }

  operation({ operation, selectionSet }: OperationDefinitionNode): Size {
    return this.#selectionSet(selectionSet, this.#schema.getRootType(operation) ?? null);
  }

  measuredFragments(): Iterable<string> {
    return this.#sizes.keys();
  }

  #selectionSet({ selections }: SelectionSetNode, parent: GraphQLCompositeType | null): Size {
    const inner = sumOf(selections.map((selection) => this.#selection(selection, parent)));
    return { ...inner, depth: inner.depth + 1 };
  }

  #selection(selection: SelectionNode, parent: GraphQLCompositeType | null): Size {
    switch (selection.kind) {
      case Kind.FRAGMENT_SPREAD:
        return this.fragment(selection.name.value);
      case Kind.INLINE_FRAGMENT: {
        const { typeCondition, selectionSet } = selection;
        return this.#selectionSet(
          selectionSet,
          typeCondition ? this.#type(typeCondition.name.value) : parent,
        );
      }
      case Kind.FIELD: {
        const field = fieldOf(this.#schema, parent, selection.name.value);
        const type = field && getNamedType(field.type);
        const inner = selection.selectionSet
          ? this.#selectionSet(selection.selectionSet, isCompositeType(type) ? type : null)
          : nothing;
        const selected = { field, parent, node: selection, variableValue: this.#variableValue };
        const sized = fieldCost(this.#schema, selected, inner);
        return {
          ...sized,
          depth: inner.depth,
          aliases: inner.aliases + (selection.alias ? 1 : 0),
          passwordOperations: inner.passwordOperations + (field && takesPassword(field) ? 1 : 0),
        };
      }
    }
  }

  fragment(name: string): Size {
    const known = this.#sizes.get(name);
    if (known) return known;
    if (known === null) {
      this.circularFragment ??= name;
      return nothing;
    }
    const definition = this.#fragments.get(name);
    if (definition === undefined) return nothing;
    this.#sizes.set(name, null);
    const size = this.#selectionSet(definition.selectionSet, this.#type(definition.typeCondition.name.value));
    this.#sizes.set(name, size);
    return size;
  }

  #type(name: string): GraphQLCompositeType | null {
    const type = this.#schema.getType(name);
    return isCompositeType(type) ? type : null;
  }
}

function sumOf(sizes: readonly Size[]): Size {
  return sizes.reduce(
    (sum, size) => ({
      depth: Math.max(sum.depth, size.depth),
      aliases: sum.aliases + size.aliases,
      cost: sum.cost + size.cost,
      passwordOperations: sum.passwordOperations + size.passwordOperations,
      introspection: sum.introspection + size.introspection,
    }),
    nothing,
  );
}

function largestOf(one: Size, other: Size): Size {
  return {
    depth: Math.max(one.depth, other.depth),
    aliases: Math.max(one.aliases, other.aliases),
    cost: Math.max(one.cost, other.cost),
    passwordOperations: Math.max(one.passwordOperations, other.passwordOperations),
    introspection: Math.max(one.introspection, other.introspection),
  };
}
