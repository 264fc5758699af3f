import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { keyPrefix } from '../config/configuration-schema.ts';
import { loadConfig } from '../config/load-config.ts';
import { StartError } from '../start-error.ts';

export const prefixHelp =
  'a prefix of keys, such as sk of sk_live_…; can be repeated (default: the prefix in LATCHKEY_CONFIG or latchkey.config.ts)';

/** Adds one more `--prefix`, for commander. */
export function collectPrefix(text: string, before: readonly string[] = []): string[] {
  const checked = keyPrefix.safeParse(text);
  if (!checked.success) throw new InvalidArgumentError(`expected ${checked.error.issues[0]?.message}.`);
  return [...new Set([...before, checked.data])];
}

export type KeyNaming = { readonly prefixes: readonly string[]; readonly productName: string };

/**
 * Returns the given prefixes, or else those of the configuration: the file in the folder where the command was typed,
 * or else in the folder where it was started. Throws StartError if there is no such file.
 */
export async function keyNaming(
  variables: NodeJS.ProcessEnv,
  given: readonly string[] | undefined,
  started: string,
): Promise<KeyNaming> {
  const named = variables['LATCHKEY_CONFIG'];
  const file = named ?? 'latchkey.config.ts';
  const path = [file, resolve(started, file)].find((each) => statSync(each, { throwIfNoEntry: false }));
  if (path === undefined && named === undefined) {
    if (given !== undefined) return { prefixes: given, productName: 'the product' };
    throw new StartError(
      'There is no latchkey.config.ts here: name the prefix of your keys, such as --prefix sk',
    );
  }
  const { keyPrefix: prefix, productName } = await loadConfig(path ?? file);
  return { prefixes: given ?? [prefix], productName };
}
