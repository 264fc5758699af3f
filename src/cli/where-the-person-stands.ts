import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const ownPackage = fileURLToPath(new URL('../../package.json', import.meta.url));

/**
 * `npm run latchkey` starts in Latchkey's own folder, wherever it was typed; but the files that somebody
 * names, and the repository they mean, are where they stand. Goes there, and gives back where it was.
 * Variables of npm that a hook or a script was left with, for something else that npm ran, change nothing.
 */
export function standWhereThePersonStands(environment: NodeJS.ProcessEnv): string {
  const started = process.cwd();
  const { npm_package_json: npmPackage, npm_lifecycle_event: npmScript, INIT_CWD: typedIn } = environment;
  const isOwnScript =
    npmPackage === ownPackage && npmScript === 'latchkey' && started === dirname(ownPackage);
  if (isOwnScript && typedIn !== undefined) process.chdir(typedIn);
  return started;
}
