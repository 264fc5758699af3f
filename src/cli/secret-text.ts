import { ConfigurationError } from '../../packages/client/src/errors.ts';
import { decodeText } from '../lib/text-encodings.ts';

/** Much larger than any key or token. */
const maxSecretFileBytes = 64 * 1024;

/**
 * Returns the secret in a file, standard input or a variable. It accepts UTF-16, which PowerShell's `>` writes, quotes,
 * `KEY=…` as in an .env file, and `Bearer` before it. Throws ConfigurationError that says what the text is, without any
 * part of it. `source` is for example `--key-file: billing.key`.
 */
export function secretOf(bytes: Buffer, source: string): string {
  const wrong = (what: string) =>
    new ConfigurationError(`${source} ${what}; expected the secret alone, or one line such as KEY=…`);
  if (bytes.length > maxSecretFileBytes) throw wrong('is too large to be a secret');
  const text = decodeText(bytes);
  if (text === null || text.includes('\0')) throw wrong('is no text');
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  const [line, ...others] = lines.filter((each) => each !== '' && !each.startsWith('#'));
  if (line === undefined) throw new ConfigurationError(`${source} is empty`);
  if (line.startsWith('{') || line.startsWith('[')) throw wrong('is JSON');
  if (line.startsWith('-----BEGIN')) throw wrong('is a PEM file');
  if (others.length > 0) throw wrong(`holds ${others.length + 1} lines`);
  const secret = withoutName(line);
  if (secret === '') throw wrong('holds a name without a secret');
  if (/\s/.test(secret)) throw wrong('holds several words');
  return secret;
}

/** Returns the secret in `export KEY="…"  # comment`, `$env:KEY = '…'`, `key: …` or `Authorization: Bearer …`. */
function withoutName(line: string): string {
  const value = line.replace(/^(?:export\s+|set\s+|\$env:)?[A-Za-z_][\w.-]*\s*[=:]\s*/i, '');
  const [, , quoted] = /^(["'`])(.*?)\1/.exec(value) ?? [];
  const unquoted = quoted ?? value.replace(/\s+#.*$/, '').replace(/;$/, '');
  return unquoted.trim().replace(/^Bearer\s+/i, '');
}
