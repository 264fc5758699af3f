import { readFileSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StartError } from '../start-error.ts';
import type { ProductConfiguration } from './product-configuration.ts';
import { resolveConfiguration } from './resolve-configuration.ts';

/** The file names that are tried, in this order, if LATCHKEY_CONFIG is not set. */
const defaultPaths = ['ts', 'mts', 'js', 'mjs', 'cjs', 'json'].map((end) => `latchkey.config.${end}`);

/**
 * Loads the product's configuration from the file at `path`, relative to the working directory. With null it loads the
 * first of `latchkey.config.*` there. There is no default configuration: in a wrong directory, Latchkey would otherwise
 * serve with settings of no product. Throws StartError.
 */
export async function loadConfig(path: string | null): Promise<ProductConfiguration> {
  const found = path ?? defaultPaths.find(isFile) ?? defaultPaths[0] ?? '';
  if (!isFile(found)) {
    throw new StartError(
      `${found}: there is no such file; write one with "latchkey init" (examples/ has five more), or set LATCHKEY_CONFIG to where it is`,
    );
  }
  const file = resolve(found);
  return resolveConfiguration(await readValue(found, file), found);
}

function isFile(path: string): boolean {
  return statSync(resolve(path), { throwIfNoEntry: false })?.isFile() === true;
}

async function readValue(path: string, file: string): Promise<unknown> {
  try {
    if (extname(file) === '.json') return JSON.parse(readFileSync(file, 'utf8'));
    const exports = await importFile(file);
    if ('default' in exports) return exports.default;
  } catch (error) {
    throw new StartError(`${path}${lineOf(error, file)}: could not be loaded: ${firstLine(error)}`, {
      cause: error,
    });
  }
  throw new StartError(`${path}: has no default export; expected "export default defineConfig({ … })"`);
}

async function importFile(file: string): Promise<object> {
  const url = pathToFileURL(file).href;
  const asModule = isModule(file) ? takeAsModule(url, file) : undefined;
  try {
    const exports: unknown = await import(url);
    return typeof exports === 'object' && exports !== null ? exports : {};
  } finally {
    asModule?.deregister();
  }
}

/** `npm init` writes `"type": "commonjs"`. With it, Node would refuse `export` in this file. */
function isModule(file: string): boolean {
  return /^\.[jt]s$/.test(extname(file)) && /^export\s/m.test(readFileSync(file, 'utf8'));
}

function takeAsModule(url: string, file: string) {
  const format = extname(file) === '.ts' ? 'module-typescript' : 'module';
  return registerHooks({
    load: (loaded, context, next) => next(loaded, loaded === url ? { ...context, format } : context),
  });
}

/** V8 writes the place of a syntax error at the start of the stack, before the message. */
function lineOf(error: unknown, file: string): string {
  const head = error instanceof Error ? error.stack?.split('\n', 1)[0] : undefined;
  const line = head?.includes(file) ? /:(\d+)$/.exec(head)?.[1] : undefined;
  return line ? `:${line}` : '';
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n', 1)[0] ?? '';
}
