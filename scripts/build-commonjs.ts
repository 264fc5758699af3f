// Part of building `packages/client`: the SDK once more as CommonJS, for Jest and for Node before 20.19, which
// cannot `require` an ES module. Newer Nodes take the ES module either way, so that no program has two copies.
import { copyFile, glob, mkdir, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { rolldown } from 'rolldown';

const folder = 'dist/cjs';

const bundle = await rolldown({ input: 'dist/client.js', external: ['jose'], platform: 'neutral' });
await bundle.write({ file: `${folder}/client.js`, format: 'cjs' });
await mkdir(folder, { recursive: true });
// The types are the same; by this file TypeScript and Node know of which kind the module is.
await writeFile(`${folder}/package.json`, '{ "type": "commonjs" }\n');
for await (const file of glob('dist/*.d.ts')) await copyFile(file, `${folder}/${basename(file)}`);
