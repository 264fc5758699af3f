import { LatchkeyError } from './errors.ts';

type Member = { readonly __typename: string };
type PayloadMember = { readonly __typename: `${string}Payload` };

/** `ActiveKeyLimitReached` → `ACTIVE_KEY_LIMIT_REACHED`: how Latchkey names the code of an outcome. */
export type CodeOf<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? Rest extends Uncapitalize<Rest>
    ? `${Uppercase<First>}${CodeOf<Rest>}`
    : `${Uppercase<First>}_${CodeOf<Rest>}`
  : Name;

/** What Latchkey answers in place of the hoped-for result: told apart by `code`. */
export type OutcomeOf<Union extends Member> = Union extends PayloadMember
  ? never
  : Omit<Union, '__typename' | 'code'> & { readonly code: CodeOf<Union['__typename']> };

/** `{ ok: true, … }` with what the operation gives, or `{ ok: false, error }` with why it does not. */
export type Result<Union extends Member> =
  | ({ readonly ok: true } & Omit<Extract<Union, PayloadMember>, '__typename'>)
  | { readonly ok: false; readonly error: OutcomeOf<Union> };

export function resultOf<Union extends Member>(union: Union): Result<Union>;
export function resultOf({ __typename, ...content }: Member): object {
  return __typename.endsWith('Payload') ? { ok: true, ...content } : { ok: false, error: content };
}

type AnyOutcome = { readonly code: string; readonly message: string; readonly remedy: string };

type AnyResult = { readonly ok: true } | { readonly ok: false; readonly error: AnyOutcome };

/** Thrown by `orThrow` alone. `outcome` is what the result held as `error`. */
export class OutcomeError<Outcome extends AnyOutcome = AnyOutcome> extends LatchkeyError {
  override readonly name = 'OutcomeError';
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super(outcome.code, outcome.message, { remedy: outcome.remedy });
    this.outcome = outcome;
  }
}

/**
 * The content of a result for whoever does not branch on the outcome, as in scripts:
 * `const { apiKey, secret } = orThrow(await latchkey.apiKeys.create(…))`.
 */
export function orThrow<Given extends AnyResult>(result: Given): Extract<Given, { readonly ok: true }>;
export function orThrow(result: AnyResult): { readonly ok: true } {
  if (result.ok) return result;
  throw new OutcomeError(result.error);
}
