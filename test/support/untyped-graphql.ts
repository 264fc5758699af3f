import { type GraphQLOutputType, getNamedType, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import { requiresExtension } from '../../src/graphql/declared-rights.ts';

/** The answer to a document without types, for documents that are made from the schema. */
export type UntypedAnswer = {
  readonly status: number;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly codes: readonly string[];
};

type Body = { data?: Record<string, unknown> | null; errors?: { extensions?: { code?: string } }[] };

export async function sendUntyped(
  url: string,
  { query, variables }: { query: string; variables: object },
  headers: Readonly<Record<string, string>>,
): Promise<UntypedAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const { data = null, errors = [] }: Body = JSON.parse(text);
  const codes = errors.map(({ extensions }) => extensions?.code ?? 'none');
  return { status: response.status, text, data, codes };
}

/**
 * Selects every field of this type that needs no arguments and has no requirement, `levels` deep. Pages have one
 * entry, so that no document exceeds the limits.
 */
export function selectionOf(type: GraphQLOutputType, levels: number): string {
  const named = getNamedType(type);
  if (isUnionType(named)) {
    return `{ __typename ${named
      .getTypes()
      .map((member) => `... on ${member.name} ${selectionOf(member, levels)}`)
      .join(' ')} }`;
  }
  if (!isObjectType(named) && !isInterfaceType(named)) return '';
  const fields = Object.values(named.getFields()).flatMap((field) => {
    if (field.args.some((arg) => String(arg.type).endsWith('!')) || needsMore(field)) return [];
    const selection = selectionOf(field.type, levels - 1);
    const leads = isObjectType(getNamedType(field.type)) || isUnionType(getNamedType(field.type));
    if (leads && levels <= 1) return [];
    const first = field.args.some(({ name }) => name === 'first') ? '(first: 1)' : '';
    return [`${field.name}${first} ${selection}`];
  });
  return `{ __typename ${fields.join(' ')} }`;
}

function needsMore({ extensions }: { extensions: Readonly<Record<string, unknown>> }): boolean {
  return (extensions[requiresExtension] ?? 'public') !== 'public';
}
