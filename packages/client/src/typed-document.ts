import { isRecord } from './values.ts';

/** The text of a GraphQL operation, with the types of its variables and its data. */
export type TypedDocument<Data, Variables> = {
  readonly text: string;
  readonly operation: 'query' | 'mutation';
  /**
   * Checks whether an answer has data. Its content needs no check: the types are generated from the schema, and the
   * server answers only in that form.
   */
  isData(value: unknown): value is Data;
  /** Exists only for the compiler. */
  readonly variables?: (variables: Variables) => void;
};

export function typedDocument<Data, Variables>(text: string): TypedDocument<Data, Variables> {
  const operation = text.startsWith('query') ? 'query' : 'mutation';
  return { text, operation, isData: (value): value is Data => isRecord(value) };
}
