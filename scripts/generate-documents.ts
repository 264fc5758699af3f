import { relative } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import config from '../codegen.ts';
import { clientDocuments } from './generate-client-documents.ts';

const clientFile = 'packages/client/src/documents.generated.ts';

/** Writes the types of the GraphQL documents in the tests and in the SDK, with graphql-codegen. */
export async function generateDocuments(): Promise<Record<string, string>> {
  const files: { filename: string; content: string }[] = await generate({ ...config, silent: true }, false);
  const entries = files.map(async ({ filename, content }) => {
    const path = relative(process.cwd(), filename);
    return [path, path === clientFile ? await clientDocuments(content) : content] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
