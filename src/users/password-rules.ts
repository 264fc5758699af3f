import { passwordScore } from './password-score.ts';
import { UnsuitablePassword } from './sign-in.errors.ts';

const minCharacters = 10;
const maxBytes = 256;

/** The minimum of characters that remain when the words below are removed. They are the secret part. */
const minOwnCharacters = 8;

/** A score of zxcvbn, from 0 to 4. A score of 3 needs at least a hundred million guesses. */
const lowestScore = 3;

/** Words about an account that an attacker would know and try. */
export type KnownWords = {
  readonly email: string;
  readonly productName: string;
  readonly name?: string;
  readonly organization?: string;
};

/** Throws UnsuitablePassword unless the password can be used. */
export async function checkPassword(password: string, known: KnownWords): Promise<void> {
  const problem = await passwordProblem(password, known);
  if (problem !== null) throw new UnsuitablePassword(problem);
}

/**
 * Returns the problem with a new password as a sentence, or null. As NIST SP 800-63B says, it checks the length and a
 * list of guessable passwords, and has no rules about kinds of characters.
 */
export async function passwordProblem(password: string, known: KnownWords): Promise<string | null> {
  if ([...password].length < minCharacters) {
    return `The password needs at least ${minCharacters} characters.`;
  }
  if (Buffer.byteLength(password) > maxBytes) {
    return `The password can have at most ${maxBytes} bytes.`;
  }
  const words = wordsOf(known);
  if (withoutWords(password, words).length < minOwnCharacters) {
    return 'The password contains little more than your name, your email or a name that everybody here knows.';
  }
  if ((await passwordScore({ password, words })) >= lowestScore) return null;
  return 'The password is common or easy to guess. Use several unrelated words, or let a password manager make one.';
}

/** Returns each value and its parts: `ada@mail.example.com` also gives `ada`, `mail` and `example`. */
function wordsOf({ email, productName, name = '', organization = '' }: KnownWords): string[] {
  const values = [email, productName, name, organization, 'latchkey'];
  const parts = values.flatMap((value) => [value, ...value.split(/[^\p{L}\p{N}]+/u)]);
  const words = parts.map((part) => part.toLowerCase()).filter((part) => part.length >= 3);
  return [...new Set(words)].sort((one, other) => other.length - one.length);
}

function withoutWords(password: string, words: readonly string[]): string {
  return words.reduce((rest, word) => rest.replaceAll(word, ''), password.toLowerCase());
}
