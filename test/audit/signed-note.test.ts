import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createNoteSigner,
  type NoteVerifier,
  openNote,
  readVerifierKey,
} from '../../src/audit/signed-note.ts';

function verifierOf(key: string): NoteVerifier {
  const verifier = readVerifierKey(key);
  if (verifier === null) throw new Error(`${key} is not a verifier key`);
  return verifier;
}

test('a note that another program signed is read, and refused after any change of its text', () => {
  // The example of the package golang.org/x/mod/sumdb/note.
  const verifier = verifierOf('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  const text =
    'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n'.replace(
      '’',
      "'",
    );
  const signature =
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
  expect(openNote(`${text}\n${signature}`, verifier)).toBe(text);
  expect(openNote(`${text.replace('If', 'When')}\n${signature}`, verifier)).toBeNull();
  expect(openNote(`${text}\n`, verifier)).toBeNull();
  expect(openNote(text, verifier)).toBeNull();
});

test('what an installation signs, its verifier key opens; the key of another installation does not', () => {
  const secrets = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 2 });
  fc.assert(
    fc.property(secrets, fc.stringMatching(/^[^\n\p{C}]+$/u), ([own = '', other = ''], line) => {
      const signer = createNoteSigner(own);
      const text = `${signer.name}\n${line}\n`;
      const note = signer.sign(text);
      expect(openNote(note, verifierOf(signer.verifierKey))).toBe(text);
      expect(openNote(note, verifierOf(createNoteSigner(other).verifierKey))).toBeNull();
      expect(createNoteSigner(own).verifierKey).toBe(signer.verifierKey);
    }),
    { numRuns: 30 },
  );
});

test('a signature of an unknown key beside the own one is ignored', () => {
  const [signer, witness] = [createNoteSigner('one'), createNoteSigner('two')];
  const text = 'text\n';
  const cosignature = witness.sign(text).slice(text.length + 1);
  expect(openNote(`${signer.sign(text)}${cosignature}`, verifierOf(signer.verifierKey))).toBe(text);
});

test.each([
  '',
  'name',
  'name+00000000+',
  'name+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  '+a+b',
])('the text %j is no verifier key', (text) => {
  expect(readVerifierKey(text)).toBeNull();
});
