// Builds `packages/client` also as CommonJS, for Jest and for Node before 20.19, which cannot `require` an ES module.
// Newer Nodes always load the ES module, so that no program has two copies.
import { copyFile, glob, mkdir, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { rolldown } from 'rolldown';

const folder = 'dist/cjs';

const bundle = await rolldown({ input: 'dist/client.js', external: ['jose'], platform: 'neutral' });
await bundle.write({ file: `${folder}/client.js`, format: 'cjs' });
await mkdir(folder, { recursive: true });
// The types are the same. This file tells TypeScript and Node the kind of the module.
await writeFile(`${folder}/package.json`, '{ "type": "commonjs" }\n');
for await (const file of glob('dist/*.d.ts')) await copyFile(file, `${folder}/${basename(file)}`);
