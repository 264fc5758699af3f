import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ownPackage = fileURLToPath(new URL('../../package.json', import.meta.url));

/**
 * `npm run latchkey` starts in Latchkey's own folder, wherever it was typed; but the files that somebody
 * names, and the repository they mean, are where they stand. Goes there, and gives back where it was.
 */
export function standWhereThePersonStands(environment: NodeJS.ProcessEnv): string {
  const started = process.cwd();
  process.chdir(whereThePersonStands(environment));
  return started;
}

/** A file that somebody named, for a command that stays: what works on the database has its other files here. */
export function whereThePersonMeans(file: string, environment: NodeJS.ProcessEnv): string {
  const folder = whereThePersonStands(environment);
  return folder === process.cwd() ? file : resolve(folder, file);
}

/** Variables of npm that a hook or a script was left with, for something else that npm ran, change nothing. */
function whereThePersonStands({
  npm_package_json: npmPackage,
  npm_lifecycle_event: npmScript,
  INIT_CWD: typedIn,
}: NodeJS.ProcessEnv): string {
  const started = process.cwd();
  const isOwnScript =
    npmPackage === ownPackage && npmScript === 'latchkey' && started === dirname(ownPackage);
  return isOwnScript && typedIn !== undefined ? typedIn : started;
}
