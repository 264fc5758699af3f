import { createPrivateKey, createPublicKey, hash, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';

/* Notes signed with Ed25519, in the form of the specification c2sp.org/signed-note. */

const ed25519Signature = Buffer.from([1]);
const publicKeyLength = 32;
const keyIdLength = 4;
const signatureLength = 64;

export type NoteSigner = {
  readonly name: string;
  /** `<name>+<key id>+<base64 of the public key>`: what others need to check the notes. */
  readonly verifierKey: string;
  /** The text must end with a line break. */
  sign(text: string): string;
};

export type NoteVerifier = { readonly name: string; readonly keyId: Buffer; readonly publicKey: KeyObject };

/**
 * Makes the signer of this installation. Its key is derived from LATCHKEY_SECRET. So all nodes have the same key, and
 * nobody can read or replace it who holds only the database. The name contains a hash of the key: two installations
 * never have the same name.
 */
export function createNoteSigner(secret: string): NoteSigner {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'latchkey signature of checkpoints', 32));
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey)
    .export({ format: 'der', type: 'spki' })
    .subarray(-publicKeyLength);
  const name = `latchkey/${hash('sha256', publicKey, 'hex').slice(0, 16)}`;
  const keyId = keyIdOf(name, publicKey);
  const typedKey = Buffer.concat([ed25519Signature, publicKey]);
  return {
    name,
    verifierKey: `${name}+${keyId.toString('hex')}+${typedKey.toString('base64')}`,
    sign(text) {
      const signature = Buffer.concat([keyId, sign(null, Buffer.from(text), privateKey)]);
      return `${text}\n— ${name} ${signature.toString('base64')}\n`;
    },
  };
}

/** Reads a verifier key. Returns null if the text is none, or its key id does not fit. */
export function readVerifierKey(text: string): NoteVerifier | null {
  const [name, keyIdText, keyText, ...rest] = text.trim().split('+');
  // The key itself may contain a plus.
  const typedKey = Buffer.from([keyText, ...rest].join('+'), 'base64');
  if (!name || /\s/.test(name) || keyIdText === undefined) return null;
  if (typedKey.length !== 1 + publicKeyLength || !typedKey.subarray(0, 1).equals(ed25519Signature))
    return null;
  const key = typedKey.subarray(1);
  const keyId = keyIdOf(name, key);
  if (keyId.toString('hex') !== keyIdText.toLowerCase()) return null;
  const publicKey = createPublicKey({ key: Buffer.concat([spkiPrefix, key]), format: 'der', type: 'spki' });
  return { name, keyId, publicKey };
}

/** Returns the text of the note if this key signed it, else null. */
export function openNote(note: string, { name, keyId, publicKey }: NoteVerifier): string | null {
  const end = note.lastIndexOf('\n\n');
  if (end < 0) return null;
  const text = note.slice(0, end + 1);
  const signatures = note
    .slice(end + 2)
    .split('\n')
    .filter((line) => line.startsWith(`— ${name} `))
    .map((line) => Buffer.from(line.slice(`— ${name} `.length), 'base64'))
    .filter((bytes) => bytes.subarray(0, keyIdLength).equals(keyId));
  if (signatures.length === 0) return null;
  const isSigned = signatures.every(
    (bytes) =>
      bytes.length === keyIdLength + signatureLength &&
      verify(null, Buffer.from(text), publicKey, bytes.subarray(keyIdLength)),
  );
  return isSigned ? text : null;
}

function keyIdOf(name: string, publicKey: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(`${name}\n`), ed25519Signature, publicKey]);
  return hash('sha256', named, 'buffer').subarray(0, keyIdLength);
}

/** The constant beginnings of Ed25519 keys in the DER forms of RFC 8410. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');
