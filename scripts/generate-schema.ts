import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from '../src/graphql-server/schema.ts';

/** The GraphQL schema as clients read it, with the required rights in the descriptions. */
export async function generateSchema(): Promise<Record<string, string>> {
  return { 'schema.graphql': `${printSchema(lexicographicSortSchema(schema))}\n` };
}
