import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { readOrCreateSecret } from '../../src/config/generated-secrets.ts';
import { StartError } from '../../src/start-error.ts';

const root = mkdtempSync(join(tmpdir(), 'latchkey-secret-'));
afterAll(() => rmSync(root, { recursive: true }));

let directory: string;
let count = 0;
beforeEach(() => {
  count += 1;
  directory = join(root, String(count), 'data');
});

describe('readOrCreateSecret', () => {
  it('makes a secret of 256 bits that only its owner can read, and keeps it', async () => {
    const secret = await readOrCreateSecret(directory);
    expect(secret).toMatch(/^[0-9A-Za-z]{43}$/);
    expect(statSync(join(directory, 'secret')).mode & 0o777).toBe(0o600);
    expect(await readOrCreateSecret(directory)).toBe(secret);
  });

  it('gives one secret to all who ask at once, and leaves no other file', async () => {
    const secrets = await Promise.all(Array.from({ length: 50 }, () => readOrCreateSecret(directory)));
    expect(new Set(secrets).size).toBe(1);
    expect(readdirSync(directory)).toEqual(['secret']);
  });

  it.each(['', 'short', `${'a'.repeat(20)} ${'b'.repeat(22)}`])(
    'never replaces a damaged one (%j)',
    async (text) => {
      await readOrCreateSecret(directory);
      const path = join(directory, 'secret');
      writeFileSync(path, text);
      const error: unknown = await readOrCreateSecret(directory).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StartError);
      expect(error).toMatchObject({
        message: expect.stringMatching(/^[^\n]*damaged[^\n]*LATCHKEY_SECRET[^\n]*$/),
      });
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it('says in one line when the directory cannot be used', async () => {
    await readOrCreateSecret(directory);
    const error: unknown = await readOrCreateSecret(join(directory, 'secret')).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(/^[^\n]*ENOTDIR[^\n]*$/),
    });
  });
});
