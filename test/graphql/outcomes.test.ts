import { isInterfaceType } from 'graphql';
import { expect, test } from 'vitest';
import { isErrorCode } from '../../src/errors.ts';
import { schema } from '../../src/graphql-server/schema.ts';
import { Outcome } from '../../src/outcomes.ts';

/** The classes whose throwing the mutations answer with a member of their result union. */
const classes = new Set(
  Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(({ extensions }) => {
    const found: unknown = extensions['pothosErrors'];
    return Array.isArray(found) ? found : [];
  }),
);

test.each([...classes].map((outcome) => [outcome.name, outcome] as const))(
  '%s has the code of its name, which the table of errors has, and a type in the schema',
  (name, outcome) => {
    const { code } = outcome.declaration;
    expect(code).toBe(name.replaceAll(/(?<!^)[A-Z]/g, '_$&').toUpperCase());
    expect(isErrorCode(code)).toBe(true);
    expect(Object.create(outcome.prototype)).toBeInstanceOf(Outcome);
    expect(schema.getType(name)?.description).toBe(outcome.declaration.description);
  },
);

test('every type of the interface Error is a declared outcome, and there are some', () => {
  const error = schema.getType('Error');
  const implementations = isInterfaceType(error) ? schema.getPossibleTypes(error) : [];
  const names = implementations.map(({ name }) => name).toSorted();
  expect(names).toEqual([...classes].map(({ name }) => name).toSorted());
  expect(names.length).toBeGreaterThan(10);
});
