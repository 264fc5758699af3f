import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Import = {
  /** `src/api-keys/api-keys.ts` */
  readonly from: string;
  /** A path of this project, or the name of a package. */
  readonly to: string;
  /** Removed before the program runs. */
  readonly typeOnly: boolean;
};

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Returns every `.ts` and `.tsx` file in the folder, by its path from the top of the project. */
export async function sourceFiles(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name));
  return files.map(({ parentPath, name }) => join(parentPath, name).slice(root.length)).toSorted();
}

export function readSource(file: string): Promise<string> {
  return readFile(join(root, file), 'utf8');
}

const statement = /^(?:import|export)\s+(?:(type)\s+)?(?:([^'"();]*?)\s+from\s+)?'([^']+)'/gm;
const dynamic = /\bimport\('([^']+)'\)/g;

export async function importsOf(file: string): Promise<Import[]> {
  const text = await readSource(file);
  const statements = [...text.matchAll(statement)].map(([, type, names = '', target = '']) => ({
    from: file,
    to: resolved(file, target),
    typeOnly: type !== undefined || areTypes(names),
  }));
  const dynamics = [...text.matchAll(dynamic)].map(([, target = '']) => ({
    from: file,
    to: resolved(file, target),
    typeOnly: false,
  }));
  return [...statements, ...dynamics];
}

function resolved(file: string, target: string): string {
  return target.startsWith('.') ? normalize(join(dirname(file), target)) : target;
}

/** `{ type A, type B }` */
function areTypes(names: string): boolean {
  const list = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
  const parts = list
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return parts !== undefined && parts.length > 0 && parts.every((name) => name.startsWith('type '));
}

/** Returns everything that runs when this file is loaded: files of this project and packages. */
export function reachableFrom(file: string, imports: readonly Import[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const pending = [file];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    pending.push(...imports.filter(({ from, typeOnly }) => from === next && !typeOnly).map(({ to }) => to));
  }
  return seen;
}
