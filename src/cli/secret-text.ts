import { ConfigurationError } from '../../packages/client/src/errors.ts';
import { decodeText } from '../lib/text-encodings.ts';

/** Far more than any key or token has. */
const maxSecretFileBytes = 64 * 1024;

/**
 * The secret that a file, standard input or a variable holds, however it was written: in UTF-16, as PowerShell's
 * `>` does; in quotes; as `KEY=…`, as in an .env file; after `Bearer`. Throws ConfigurationError with what the
 * text is in place of a secret, and never with any of it. `source`: `--key-file: billing.key`.
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

/** Of `export KEY="…"  # comment`, `$env:KEY = '…'`, `key: …` and `Authorization: Bearer …`, what is meant. */
function withoutName(line: string): string {
  const value = line.replace(/^(?:export\s+|set\s+|\$env:)?[A-Za-z_][\w.-]*\s*[=:]\s*/i, '');
  const [, , quoted] = /^(["'`])(.*?)\1/.exec(value) ?? [];
  const unquoted = quoted ?? value.replace(/\s+#.*$/, '').replace(/;$/, '');
  return unquoted.trim().replace(/^Bearer\s+/i, '');
}
