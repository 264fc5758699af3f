import { type GraphQLField, type GraphQLOutputType, getNamedType, isObjectType, isUnionType } from 'graphql';

const extension = 'latchkeyShownOnce';

/**
 * The extensions of a field with a secret that is stored nowhere. Its answer is the only one that holds the secret, so
 * that answer must not fail (graphql-server/secret-documents.ts).
 */
export const shownOnce = { [extension]: true };

/** Checks whether the result of a mutation can hold a secret that is shown only once. */
export function givesSecret({ type }: { readonly type: GraphQLOutputType }): boolean {
  const result = getNamedType(type);
  const members = isUnionType(result) ? result.getTypes() : [result];
  return members.some(
    (member) => isObjectType(member) && Object.values(member.getFields()).some(isShownOnce),
  );
}

function isShownOnce({ extensions }: GraphQLField<unknown, unknown>): boolean {
  return extensions[extension] === true;
}
