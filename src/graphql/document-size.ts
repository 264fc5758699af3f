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
import { fieldCost, fieldOf } from './field-cost.ts';

/** What a document asks for, with every fragment counted where it is used. */
export type DocumentSize = {
  readonly depth: number;
  readonly aliases: number;
  readonly cost: number;
  /** The cost of `__schema` and `__type`, apart from `cost`. */
  readonly introspection: number;
  /** A fragment that spreads itself, by some way round. */
  readonly circularFragment: string | null;
};

type Size = Omit<DocumentSize, 'circularFragment'>;

const nothing: Size = { depth: 0, aliases: 0, cost: 0, introspection: 0 };

/**
 * Measures before validation, so it must bear documents that are not valid: what the schema does not
 * have is measured too, as a plain value. Linear in the document: a fragment is measured once, however
 * often it is spread, and the numbers of a fragment bomb grow to Infinity rather than the time.
 */
export function documentSize(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): DocumentSize {
  const measure = new Measure(schema, document, { ...defaultNumbers(document), ...variables });
  const sizes = document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => measure.operation(operation));
  // Fragments that nothing uses are refused by validation; but they must not cost it much.
  measure.unusedFragments();
  return { ...largestOf(sizes), circularFragment: measure.circularFragment };
}

/** Of variables, where the document itself gives a number: it may be the size of a page. */
function defaultNumbers(document: DocumentNode): Record<string, number> {
  const definitions = document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .flatMap(({ variableDefinitions = [] }) => variableDefinitions);
  return Object.fromEntries(
    definitions.flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [],
    ),
  );
}

class Measure {
  circularFragment: string | null = null;
  readonly #schema: GraphQLSchema;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  /** Null while it is being measured. */
  readonly #sizes = new Map<string, Size | null>();

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Readonly<Record<string, unknown>>) {
    this.#schema = schema;
    this.#variables = variables;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition);
    }
  }

  operation({ operation, selectionSet }: OperationDefinitionNode): Size {
    return this.#selectionSet(selectionSet, this.#schema.getRootType(operation) ?? null);
  }

  unusedFragments(): void {
    for (const name of this.#fragments.keys()) this.#fragment(name);
  }

  #selectionSet({ selections }: SelectionSetNode, parent: GraphQLCompositeType | null): Size {
    const inner = sumOf(selections.map((selection) => this.#selection(selection, parent)));
    return { ...inner, depth: inner.depth + 1 };
  }

  #selection(selection: SelectionNode, parent: GraphQLCompositeType | null): Size {
    switch (selection.kind) {
      case Kind.FRAGMENT_SPREAD:
        return this.#fragment(selection.name.value);
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
        const sized = fieldCost(
          this.#schema,
          { field, parent, node: selection, variables: this.#variables },
          inner,
        );
        return { ...sized, depth: inner.depth, aliases: inner.aliases + (selection.alias ? 1 : 0) };
      }
    }
  }

  #fragment(name: string): Size {
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
      introspection: sum.introspection + size.introspection,
    }),
    nothing,
  );
}

function largestOf(sizes: readonly Size[]): Size {
  return sizes.reduce(
    (largest, size) => ({
      depth: Math.max(largest.depth, size.depth),
      aliases: Math.max(largest.aliases, size.aliases),
      cost: Math.max(largest.cost, size.cost),
      introspection: Math.max(largest.introspection, size.introspection),
    }),
    nothing,
  );
}
