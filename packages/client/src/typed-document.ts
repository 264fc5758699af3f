import { isRecord } from './values.ts';

/** The text of a GraphQL operation, with the types of its variables and of what it answers. */
export type TypedDocument<Data, Variables> = {
  readonly text: string;
  readonly operation: 'query' | 'mutation';
  /**
   * Whether an answer carries data. Its inner form is the schema's promise: the types are generated
   * from it, and the server answers nothing else.
   */
  isData(value: unknown): value is Data;
  /** Only for the compiler. */
  readonly variables?: (variables: Variables) => void;
};

export function typedDocument<Data, Variables>(text: string): TypedDocument<Data, Variables> {
  const operation = text.startsWith('query') ? 'query' : 'mutation';
  return { text, operation, isData: (value): value is Data => isRecord(value) };
}
