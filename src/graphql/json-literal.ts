import { GraphQLError, Kind, type ValueNode } from 'graphql';
import { inexactNumber, isExactNumber } from '../lib/exact-json.ts';

type Variables = Readonly<Record<string, unknown>> | null | undefined;

/**
 * The JSON value of a literal in a document. graphql-js's own conversion rounds numbers, and takes the
 * name of an enumeration's value for a string. Two members of one name are refused by validation.
 */
export function jsonOfLiteral(node: ValueNode, variables?: Variables): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.INT:
    case Kind.FLOAT:
      if (isExactNumber(node.value)) return Number(node.value);
      throw new GraphQLError(`A number in JSON ${inexactNumber}.`);
    case Kind.ENUM:
      throw new GraphQLError('JSON has no names as values: put a text in quotes.');
    case Kind.LIST:
      return node.values.map((value) => jsonOfLiteral(value, variables) ?? null);
    case Kind.OBJECT:
      return objectOf(node.fields.map(({ name, value }) => [name.value, jsonOfLiteral(value, variables)]));
    case Kind.VARIABLE:
      return variables?.[node.name.value];
  }
}

/** A member whose variable is not given is left out, as everywhere in GraphQL. */
function objectOf(members: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  // Defines members, also one of the name `__proto__`, for the check of what the value is for to see.
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}
