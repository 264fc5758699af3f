import { errors, type InputProblem, type OutcomeCode } from './errors.ts';

/**
 * A failure that a caller branches on. It is a member of the mutation's result union in GraphQL and a problem
 * document in REST.
 */
export abstract class Outcome extends Error {
  abstract readonly code: OutcomeCode;

  /** The fields of the input that caused the failure. */
  readonly problems: readonly InputProblem[] = [];

  get remedy(): string {
    return errors[this.code].remedy;
  }
}

/** A field of an outcome beside its code, message and remedy. */
export type OutcomeField<Value> = {
  /** The name of its GraphQL type. An array with one name stands for a list of that type. */
  readonly type: string | readonly [string];
  readonly description: string;
  /** Only the type checker reads it. It has no value at run time. */
  readonly value?: Value;
};

type OutcomeFields = Readonly<Record<string, OutcomeField<unknown>>>;

type ValuesOf<Fields extends OutcomeFields> = {
  readonly [Name in keyof Fields]: NonNullable<Fields[Name]['value']>;
};

type Declaration<Fields> = {
  readonly code: OutcomeCode;
  readonly description: string;
  readonly fields?: Fields;
};

/** An outcome with the values of its fields, for rendering. */
export type DeclaredOutcome = Outcome & { readonly values: Readonly<Record<string, unknown>> };

export function outcomeField<Value>(
  type: OutcomeField<Value>['type'],
  description: string,
): OutcomeField<Value> {
  return { type, description };
}

/**
 * Declares an outcome: `class LastOwner extends outcome({ … })`, in its domain. The name of the class is the
 * name of the GraphQL type, which is rendered from this declaration (graphql/outcomes.graphql.ts).
 */
export function outcome<Fields extends OutcomeFields = Record<never, never>>(
  declaration: Declaration<Fields>,
) {
  return class extends Outcome {
    static readonly declaration = declaration;
    readonly code = declaration.code;
    readonly values: Readonly<Record<string, unknown>>;

    constructor(message: string, ...[values]: keyof Fields extends never ? [] : [ValuesOf<Fields>]) {
      super(message);
      this.values = values ?? {};
    }
  };
}
