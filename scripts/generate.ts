// `npm run generate` writes every generated file. With `-- --check` it only lists the files that differ.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateDatabaseTypes } from './generate-database-types.ts';
import { generateDocuments } from './generate-documents.ts';
import { generateOpenApi } from './generate-openapi.ts';
import { generateReleasedFields } from './generate-released-fields.ts';
import { generateSchema } from './generate-schema.ts';
import { generateTables } from './generate-tables.ts';

/** Returns the content of generated files by their path from the top of the project. */
type Generator = () => Promise<Record<string, string>>;

// In this order: a later generator may read what an earlier one wrote.
const generators: Generator[] = [
  generateDatabaseTypes,
  generateSchema,
  generateDocuments,
  generateTables,
  generateReleasedFields,
  generateOpenApi,
];

const root = new URL('../', import.meta.url);
const checking = process.argv.includes('--check');
const different: string[] = [];

for (const generate of generators) {
  for (const [path, content] of Object.entries(await generate())) {
    const file = fileURLToPath(new URL(path, root));
    const present = await readFile(file, 'utf8').catch(() => null);
    if (present === content) continue;
    different.push(path);
    if (checking) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

if (checking && different.length > 0) {
  console.error(`Not current, run "npm run generate": ${different.join(', ')}`);
  process.exitCode = 1;
} else if (!checking) {
  console.log(different.length > 0 ? `Wrote ${different.join(', ')}` : 'Everything was current.');
}
