/** Request bodies that try to cost more than they are worth, by what they try. */
export const attackBodies: Readonly<Record<string, () => string>> = {
  // graphql 16.11 took more than 250 s for this.
  'nested inline fragments, 453 kB': () =>
    body(`{${'...on Query{'.repeat(22_000)}${'}'.repeat(22_000)}}`.padEnd(453_000)),
  'nested inline fragments, all that the body may hold': () => body(nested(7000, '...on Query{')),
  'nested inline fragments, all that the tokens allow': () => body(nested(390, '...on Query{')),
  'nested selections, all that the body may hold': () => body(nested(24_000, 'a{')),
  'nested selections, all that the tokens allow': () => body(nested(650, 'a{')),
  'nested lists as an argument': () =>
    body(`{ apiKey(id: ${'['.repeat(40_000)}${']'.repeat(40_000)}) { id } }`),
  'nested lists as an argument, all that the tokens allow': () =>
    body(`{ apiKey(id: ${'['.repeat(900)}1${']'.repeat(900)}) { id } }`),
  'a nested type': () => body(`query ($a: ${'['.repeat(900)}Int${']'.repeat(900)}) { __typename }`),
  'nested objects as an argument': () =>
    body(`{ apiKey(id: ${'{a:'.repeat(490)}1${'}'.repeat(490)}) { id } }`),
  '10,000 aliases': () => body(`{${times(10_000, (index) => `a${index}:x`)}}`),
  'aliases, all that the tokens allow': () => body(`{${times(660, (index) => `a${index}:__typename`)}}`),
  '10,000 times the same field': () => body(`{${'id '.repeat(10_000)}}`),
  'conflicting fields, all that the tokens allow': () =>
    body(`{${times(490, (index) => `apiKey(id:${index})`)}}`),
  'a flood of directives': () => body(`{ __typename ${'@a '.repeat(20_000)}}`),
  'directives, all that the tokens allow': () => body(`{ __typename ${'@a '.repeat(900)}}`),
  'a flood of tokens': () => body('{ '.repeat(45_000)),
  'a flood of commas and comments': () => body(`${','.repeat(40_000)}${'#\n'.repeat(10_000)}`),
  'a fragment within itself': () => body('{ ...A } fragment A on Query { ...A }'),
  'fragments in a circle': () =>
    body('{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...A }'),
  'fragments that double forty times': () => body(`{ ...F0 } ${doubling(40)}`),
  'fragments that double, and nothing uses': () => body(`{ __typename } ${doubling(40)}`),
  'a page of two thousand million': () =>
    body('{ organization { apiKeys(first: 2147483647) { edges { cursor } } } }'),
  'twenty of the largest pages': () =>
    body(`{${times(20, (index) => `o${index}: organization { apiKeys(first: 100) { ${node} } }`)}}`),
  'a variable of a megabyte': () => body('{ __typename }', `{"a":"${'x'.repeat(1_000_000)}"}`),
  'nested variables': () =>
    body(createApiKey, inputWith(`"metadata":${'['.repeat(40_000)}${']'.repeat(40_000)}`)),
  'a list of wrong values': () => body(createApiKey, inputWith(`"scopes":[${'1,'.repeat(40_000)}1]`)),
  'a list of unknown scopes': () =>
    body(createApiKey, inputWith(`"scopes":[${times(9000, (index) => `"s:${index}",`)}"a"]`)),
  'unknown members of an input': () =>
    body(createApiKey, inputWith(`${times(8000, (index) => `"m${index}":1,`)}"a":1`)),
  'combining marks out of order, as an email': () =>
    body(signIn, `{"input":{"email":"a${'\u0300\u0316'.repeat(24_000)}","password":"x"}}`),
  'combining marks out of order, as a description': () =>
    body(createApiKey, inputWith(`"description":"a${'\u0300\u0316'.repeat(24_000)}"`)),
  'combining marks out of order, as an invitation': () =>
    body(inviteMember, `{"input":{"email":"a${'\u0300\u0316'.repeat(24_000)}","role":"MEMBER"}}`),
  'a batch of a thousand': () => `[${Array.from({ length: 1000 }, () => body('{ __typename }')).join(',')}]`,
  'introspection within introspection': () =>
    body(`{ __schema { types { ${'fields { type { '.repeat(6)} name ${'} } '.repeat(6)} } } }`),
  'introspection side by side': () =>
    body(`{${times(29, (index) => `a${index}: __schema { types { fields { args { type { name } } } } }`)}}`),
  'a name of 90,000 letters': () => body(`{ ${'a'.repeat(90_000)} }`),
  'a string without an end': () => body(`{ apiKey(id: "${'a'.repeat(90_000)}) }`),
  'members that pollute prototypes': () => '{"query":"{ __typename }","__proto__":{"admin":true}}',
  'a null byte': () => body('{ __typename \0 }'),
  'JSON without an end': () => `{"query":${'['.repeat(90_000)}`,
  nothing: () => '',
};

const createApiKey = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename } }';
const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }';
const inviteMember = 'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { __typename } }';
const node = 'edges { node { id name scopes createdAt createdBy { id name } } }';

function body(query: string, variables = '{}'): string {
  return `{"query":${JSON.stringify(query)},"variables":${variables}}`;
}

function inputWith(member: string): string {
  return `{"input":{"environment":"TEST","name":"a",${member}}}`;
}

function nested(levels: number, open: string): string {
  return `{${open.repeat(levels)}__typename${'}'.repeat(levels)}}`;
}

function doubling(length: number): string {
  const last = `fragment F${length} on Query { __typename }`;
  return `${times(length, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`)} ${last}`;
}

function times(count: number, part: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => part(index)).join(' ');
}
