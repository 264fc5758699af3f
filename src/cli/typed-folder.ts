import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ownPackage = fileURLToPath(new URL('../../package.json', import.meta.url));

/**
 * Changes to the folder where the command was typed, and returns the former one. `npm run latchkey` always starts in
 * Latchkey's own folder, but the person names files and a repository relative to where they are.
 */
export function changeToTypedFolder(variables: NodeJS.ProcessEnv): string {
  const started = process.cwd();
  process.chdir(typedFolder(variables));
  return started;
}

/**
 * Returns the path of a file that the person named. For commands that use the database: they stay in Latchkey's folder,
 * because their other files are there.
 */
export function pathFromTypedFolder(file: string, variables: NodeJS.ProcessEnv): string {
  const folder = typedFolder(variables);
  return folder === process.cwd() ? file : resolve(folder, file);
}

/** Ignores npm's variables unless npm runs Latchkey's own script: hooks and other scripts inherit them. */
function typedFolder({
  npm_package_json: npmPackage,
  npm_lifecycle_event: npmScript,
  INIT_CWD: typedIn,
}: NodeJS.ProcessEnv): string {
  const started = process.cwd();
  const isOwnScript =
    npmPackage === ownPackage && npmScript === 'latchkey' && started === dirname(ownPackage);
  return isOwnScript && typedIn !== undefined ? typedIn : started;
}
