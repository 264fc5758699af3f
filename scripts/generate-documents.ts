import { relative } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import config from '../codegen.ts';

/** The types of the GraphQL documents in the tests, by graphql-codegen. */
export async function generateDocuments(): Promise<Record<string, string>> {
  const files: { filename: string; content: string }[] = await generate({ ...config, silent: true }, false);
  return Object.fromEntries(
    files.map(({ filename, content }) => [relative(process.cwd(), filename), content]),
  );
}
