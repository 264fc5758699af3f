import { GraphQLError, Kind, type ValueNode } from 'graphql';
import { inexactNumber, isExactNumber } from '../lib/exact-json.ts';

type Variables = Readonly<Record<string, unknown>> | null | undefined;

/**
 * Returns the JSON value of a literal in a document. graphql-js's own conversion rounds numbers and reads enumeration
 * values as strings. Validation refuses an object with two members of one name.
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
      throw new GraphQLError(`A number in JSON ${inexactNumber}.`, { nodes: node });
    case Kind.ENUM:
      throw new GraphQLError('JSON has no enumeration values: put the text in quotes.', { nodes: node });
    case Kind.LIST:
      return node.values.map((value) => jsonOfLiteral(value, variables) ?? null);
    case Kind.OBJECT:
      return objectOf(node.fields.map(({ name, value }) => [name.value, jsonOfLiteral(value, variables)]));
    case Kind.VARIABLE:
      return variables?.[node.name.value];
  }
}

/** A member whose variable is not given is omitted, as everywhere in GraphQL. */
function objectOf(members: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  // Keeps a member of the name `__proto__` as a member, so that later checks see it.
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}
