import { LatchkeyError } from './errors.ts';

type Member = { readonly __typename: string };
type PayloadMember = { readonly __typename: `${string}Payload` };

/** Turns `ActiveKeyLimitReached` into `ACTIVE_KEY_LIMIT_REACHED`, the code of the outcome. */
export type CodeOf<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? Rest extends Uncapitalize<Rest>
    ? `${Uppercase<First>}${CodeOf<Rest>}`
    : `${Uppercase<First>}_${CodeOf<Rest>}`
  : Name;

/** An answer of Latchkey other than success. Branch on `code`. */
export type OutcomeOf<Union extends Member> = Union extends PayloadMember
  ? never
  : Omit<Union, '__typename' | 'code'> & { readonly code: CodeOf<Union['__typename']> };

/** `{ ok: true, … }` with the operation's result, or `{ ok: false, error }` with the reason. */
export type Result<Union extends Member> =
  | ({ readonly ok: true } & Omit<Extract<Union, PayloadMember>, '__typename'>)
  | { readonly ok: false; readonly error: OutcomeOf<Union> };

export function resultOf<Union extends Member>(union: Union): Result<Union>;
export function resultOf({ __typename, ...content }: Member): object {
  return __typename.endsWith('Payload') ? { ok: true, ...content } : { ok: false, error: content };
}

type AnyOutcome = { readonly code: string; readonly message: string; readonly remedy: string };

type AnyResult = { readonly ok: true } | { readonly ok: false; readonly error: AnyOutcome };

/** Only `orThrow` throws it. `outcome` is the `error` of the result. */
export class OutcomeError<Outcome extends AnyOutcome = AnyOutcome> extends LatchkeyError {
  override readonly name = 'OutcomeError';
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super(outcome.code, outcome.message, { remedy: outcome.remedy });
    this.outcome = outcome;
  }
}

/**
 * Returns the content of a successful result and throws for others. For scripts that do not branch on the outcome:
 * `const { apiKey, secret } = orThrow(await latchkey.apiKeys.create(…))`.
 */
export function orThrow<Given extends AnyResult>(result: Given): Extract<Given, { readonly ok: true }>;
export function orThrow(result: AnyResult): { readonly ok: true } {
  if (result.ok) return result;
  throw new OutcomeError(result.error);
}
