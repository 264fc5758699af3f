import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StartError } from '../start-error.ts';
import type { ProductConfiguration } from './product-configuration.ts';
import { resolveConfiguration } from './resolve-configuration.ts';

/**
 * The product's configuration from the file at `path`, relative to the working directory. There is no
 * built-in one to fall back on: started in a wrong directory, Latchkey would quietly serve another
 * product's keys. Throws StartError.
 */
export async function loadConfig(path: string): Promise<ProductConfiguration> {
  const file = resolve(path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new StartError(
      `${path}: there is no such file; write one (examples/ has five) or set LATCHKEY_CONFIG to where it is`,
    );
  }
  const exports = await importFile(path, file);
  if (!('default' in exports)) {
    throw new StartError(`${path}: has no default export; expected "export default defineConfig({ … })"`);
  }
  return resolveConfiguration(exports.default, path);
}

async function importFile(path: string, file: string): Promise<object> {
  try {
    const exports: unknown = await import(pathToFileURL(file).href);
    return typeof exports === 'object' && exports !== null ? exports : {};
  } catch (error) {
    throw new StartError(`${path}${lineOf(error, file)}: could not be loaded: ${firstLine(error)}`, {
      cause: error,
    });
  }
}

/** V8 puts the place of a syntax error at the head of the stack, before the message. */
function lineOf(error: unknown, file: string): string {
  const head = error instanceof Error ? error.stack?.split('\n', 1)[0] : undefined;
  const line = head?.includes(file) ? /:(\d+)$/.exec(head)?.[1] : undefined;
  return line ? `:${line}` : '';
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n', 1)[0] ?? '';
}
