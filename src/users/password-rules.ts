import { passwordScore } from './password-score.ts';
import { UnsuitablePassword } from './sign-in.errors.ts';

const minCharacters = 10;
const maxBytes = 256;

/** What is left of a password without the words below is the secret part. */
const minOwnCharacters = 8;

/** Of zxcvbn's scores (0 to 4): 3 needs at least a hundred million guesses. */
const lowestScore = 3;

/** What a guesser knows about an account and would try. */
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
 * What is wrong with a new password, as a sentence, or null. NIST SP 800-63B: length and a list of
 * what is guessed, and no rules about kinds of characters.
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
    return 'The password is little more than your name, your email or a name that everybody here knows.';
  }
  if ((await passwordScore({ password, words })) >= lowestScore) return null;
  return 'The password is common or easy to guess. Use several unrelated words, or let a password manager make one.';
}

/** Each value whole and in its parts: `ada@mail.example.com` is also `ada`, `mail` and `example`. */
function wordsOf({ email, productName, name = '', organization = '' }: KnownWords): string[] {
  const values = [email, productName, name, organization, 'latchkey'];
  const parts = values.flatMap((value) => [value, ...value.split(/[^\p{L}\p{N}]+/u)]);
  const words = parts.map((part) => part.toLowerCase()).filter((part) => part.length >= 3);
  return [...new Set(words)].sort((one, other) => other.length - one.length);
}

function withoutWords(password: string, words: readonly string[]): string {
  return words.reduce((rest, word) => rest.replaceAll(word, ''), password.toLowerCase());
}
