import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const manifestSchema = z.object({ name: z.string(), version: z.string() });

/** Returns the version of the package that contains this file: two folders up in the sources, three in the build. */
export function packageVersion(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const manifest = readManifest(join(folder, 'package.json'));
    if (manifest?.name === 'latchkey') return manifest.version;
    if (folder === dirname(folder)) throw new Error('The package of this command has no package.json');
  }
}

function readManifest(path: string): z.output<typeof manifestSchema> | undefined {
  try {
    return manifestSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    // Most folders have no package.json.
    return undefined;
  }
}
