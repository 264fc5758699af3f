import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from '../src/graphql-server/schema.ts';

/** Writes the GraphQL schema as clients see it, with the required permissions in the descriptions. */
export async function generateSchema(): Promise<Record<string, string>> {
  return { 'schema.graphql': `${printSchema(lexicographicSortSchema(schema))}\n` };
}
