import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/**
 * Counts the pairs of fields with the same response name at one place of the answer. Validation compares the two fields
 * of each pair, so its time and memory grow with the square of the fields. Counting stops just above `most`. The depth
 * and the cost of the document must be checked before.
 */
export function repeatedFieldPairs(document: DocumentNode, most: number): number {
  const places = new Places(document, most);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) places.count([definition.selectionSet]);
  }
  // Validation also checks fragments that no operation uses.
  for (const fragment of places.unused()) places.count([fragment.selectionSet]);
  return places.pairs;
}

class Places {
  pairs = 0;
  readonly #most: number;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #used = new Set<string>();

  constructor(document: DocumentNode, most: number) {
    this.#most = most;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition);
    }
  }

  *unused(): Generator<FragmentDefinitionNode> {
    for (const [name, fragment] of this.#fragments) {
      if (this.#used.has(name)) continue;
      this.#used.add(name);
      yield fragment;
    }
  }

  /** Counts the pairs at the place that these selection sets share, and at all places below it. */
  count(selectionSets: readonly SelectionSetNode[]): void {
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    for (const selectionSet of selectionSets) this.#collect(selectionSet, fields, spread);
    for (const repeated of fields.values()) {
      this.pairs += (repeated.length * (repeated.length - 1)) / 2;
      if (this.pairs > this.#most) return;
      const inner = repeated.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (inner.length > 0) this.count(inner);
    }
  }

  /** A fragment counts once at a place, because validation never compares it with itself. */
  #collect({ selections }: SelectionSetNode, fields: Map<string, FieldNode[]>, spread: Set<string>): void {
    for (const selection of selections) {
      switch (selection.kind) {
        case Kind.FIELD: {
          const name = (selection.alias ?? selection.name).value;
          const others = fields.get(name);
          if (others === undefined) fields.set(name, [selection]);
          else others.push(selection);
          break;
        }
        case Kind.INLINE_FRAGMENT:
          this.#collect(selection.selectionSet, fields, spread);
          break;
        case Kind.FRAGMENT_SPREAD: {
          const name = selection.name.value;
          const fragment = spread.has(name) ? undefined : this.#fragments.get(name);
          spread.add(name);
          this.#used.add(name);
          if (fragment !== undefined) this.#collect(fragment.selectionSet, fields, spread);
        }
      }
    }
  }
}
