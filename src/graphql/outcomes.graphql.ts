import { BaseTypeRef, type OutputRef } from '@pothos/core';
import type { DeclaredOutcome, OutcomeField } from '../outcomes.ts';
import { builder } from './builder.ts';

/** The fields of every member of a result union except the success. */
const ErrorInterface = builder.interfaceRef<DeclaredOutcome>('Error').implement({
  description: 'The operation did not succeed. Branch on the type or on `code`.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable, such as `ACTIVE_KEY_LIMIT_REACHED`.' }),
    message: t.exposeString('message', { description: 'For people; may change.' }),
    remedy: t.exposeString('remedy', { description: 'What the caller can do.' }),
  }),
});

type OutcomeClass = {
  new (...given: never[]): DeclaredOutcome;
  readonly name: string;
  readonly declaration: {
    readonly description: string;
    readonly fields?: Readonly<Record<string, OutcomeField<unknown>>>;
  };
};

const rendered = new Set<OutcomeClass>();

/** Returns the `errors` of a mutation's field. Each outcome becomes a type of the schema. */
export function outcomes(...classes: readonly OutcomeClass[]) {
  for (const outcome of classes) render(outcome);
  return { types: [...classes] };
}

function render(outcome: OutcomeClass): void {
  if (rendered.has(outcome)) return;
  rendered.add(outcome);
  const { description, fields = {} } = outcome.declaration;
  const ref = builder.objectRef<DeclaredOutcome>(outcome.name).implement({
    description,
    interfaces: [ErrorInterface],
    fields: (t) =>
      Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [
          name,
          t.field({
            type: typeNamed(field.type),
            description: field.description,
            authScopes: { public: true },
            resolve: ({ values }) => values[name],
          }),
        ]),
      ),
  });
  // A union can then name the class instead of the type.
  builder.configStore.associateParamWithRef(outcome, ref);
}

/** Types are looked up by name when the schema is built, so that this folder imports no domain. */
export function typeNamed(type: OutcomeField<unknown>['type']): OutputRef | [OutputRef] {
  return typeof type === 'string' ? refNamed(type) : [refNamed(type[0])];
}

function refNamed(name: string): OutputRef {
  const type = builder.configStore.getOutputTypeRef(name);
  if (isRef(type)) return type;
  throw new Error(`An outcome has a field of the type ${name}, which is not a type of the schema`);
}

function isRef(type: unknown): type is OutputRef {
  return type instanceof BaseTypeRef;
}
