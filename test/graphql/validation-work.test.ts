import { type DocumentNode, getIntrospectionQuery, parse, specifiedRules, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/graphql-server/schema.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { postGraphQL } from '../support/raw.ts';
import { seedOrganization } from '../support/seed.ts';

/*
 * Validation compares fields in pairs, so its work grows with the square of a document. What the limits let
 * through must stay cheap. Work is counted and not timed: as reads of the document's nodes.
 */

let app: TestApp;
let bearer: string;
beforeAll(async () => {
  app = await startTestApp();
  ({ bearer } = (await seedOrganization(app)).owner);
});
afterAll(() => app.close());

/** How often validation reads a property of a node of the document. */
function workOf(query: string): number {
  let reads = 0;
  const counted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(counted);
    if (typeof value !== 'object' || value === null) return value;
    const node = {};
    for (const [name, inner] of Object.entries(value)) {
      const kept = name === 'loc' ? inner : counted(inner);
      Object.defineProperty(node, name, {
        enumerable: true,
        get: () => {
          reads += 1;
          return kept;
        },
      });
    }
    return node;
  };
  validate(schema, counted(parse(query)) as DocumentNode, specifiedRules, { maxErrors: 10 });
  return reads;
}

function times(count: number, part: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => part(index)).join(' ');
}

const words = (length: number) => `"${'x'.repeat(length)}"`;
const fragments = (count: number, body: (index: number) => string) =>
  `{ ${times(count, (index) => `...F${index}`)} } ${times(count, (index) => `fragment F${index} on Query { ${body(index)} }`)}`;

/** Documents that are refused, by the limit that refuses them. */
const refused: Readonly<Record<string, readonly [string, RegExp]>> = {
  '219 fields of one name, 90 kB': [
    `{ ${times(219, () => `apiKey(id: ${words(390)}) { id }`)} }`,
    /pairs of fields with one name/,
  ],
  '330 fields of one name, 4 kB': [
    `{ ${times(330, () => 'scopes{name}')} }`,
    /pairs of fields with one name/,
  ],
  'one field as often as the tokens allow': [`{ ${times(1998, () => '__typename')} }`, /pairs of fields/],
  'fields of one name that only come together below': [
    `{ ${times(20, () => `organization { ${times(8, () => 'environments { enabled }')} }`)} }`,
    /pairs of fields with one name/,
  ],
  'fields of one name in inline fragments': [
    `{ ${times(100, () => '... on Query { scopes { name } }')} }`,
    /pairs of fields with one name/,
  ],
  'fields of one name in a fragment that nothing uses': [
    `{ __typename } fragment F on Query { ${times(200, () => 'scopes { name }')} }`,
    /pairs of fields with one name/,
  ],
  '150 fragments in pairs': [fragments(150, () => 'scopes { name }'), /50 fragments in the document/],
  'fragments that double, and nothing uses': [
    `{ __typename } ${times(40, (index) => `fragment F${index} on Query { a: organization { ...F${index + 1} } b: organization { ...F${index + 1} } }`)} fragment F40 on Query { __typename }`,
    /nested selection sets/,
  ],
  '100 operations with the variables of one fragment': [
    `${times(100, (index) => `query A${index}($a: ID!) { ...F }`)} fragment F on Query { ${times(60, () => 'apiKey(id: $a) { id }')} }`,
    /20 operations in the document/,
  ],
};

/** Documents as large as the limits allow, of the kinds above. */
const largest: Readonly<Record<string, string>> = {
  '40 fields of one name, of as many tokens as there may be': `{ ${times(40, () => `apiKey(id: [${times(38, () => '1')}]) { id }`)} }`,
  '44 fields of one name, 90 kB': `{ ${times(44, () => `apiKey(id: ${words(1900)}) { id }`)} }`,
  '31 fields with fields of one name in them': `{ ${times(31, () => 'organization { name id plan }')} }`,
  'many fields of a few names': `{ organization { ${times(31, () => 'id name plan createdAt')} } }`,
  '31 inline fragments': `{ ${times(31, () => '... on Query { apiKey(id: "x") { id name scopes } }')} }`,
  '44 fragments with the same fields': fragments(44, () => 'organization { id }'),
  '50 fragments with fields of their own': `{ organization { ${times(50, (index) => `...F${index}`)} } } ${times(50, (index) => `fragment F${index} on Organization { id ${index < 30 ? `n${index}: name` : ''} }`)}`,
  'fragments, each within the one before': `{ ${times(40, () => '...F0')} ${times(100, () => '... on Query { ...F0 }')} } ${times(17, (index) => `fragment F${index} on Query { ...F${index + 1} }`)} fragment F17 on Query { __typename }`,
  '20 operations with the variables of one fragment': `${times(20, (index) => `query A${index}($a: ID!) { ...F }`)} fragment F on Query { ${times(10, () => 'apiKey(id: $a) { id }')} }`,
  '250 variables': `query A(${times(250, (index) => `$a${index}: ID`)}) { __typename }`,
};

/** Seven times the work of the whole introspection. Among the refused are documents of twenty times as much. */
const mostWork = 60_000;

/** If there are several operations, one must be named. */
const named = (query: string) => query.startsWith('query A0') && { operationName: 'A0' };

describe('a document that would cost validation much is refused before', () => {
  test.for(Object.entries(refused))('%s', async ([, [query, reason]]) => {
    const { status, errors } = await postGraphQL(app, { query, ...named(query) }, { bearer });
    expect([status, errors[0]?.message]).toEqual([400, expect.stringMatching(reason)]);
  });
});

describe('a document within the limits costs little', () => {
  test.for(Object.entries(largest))('%s', async ([, query]) => {
    const { errors } = await postGraphQL(app, { query, ...named(query) }, { bearer });
    for (const { message } of errors) expect(message).not.toContain('At most');
    expect(workOf(query)).toBeLessThan(mostWork);
  });

  test('the whole introspection does, and the refused documents would not', () => {
    expect(workOf(getIntrospectionQuery())).toBeLessThan(mostWork);
    const [one, two, three] = Object.values(refused).map(([query]) => workOf(query));
    expect([one, two, three].filter((work = 0) => work > 5 * mostWork)).toHaveLength(3);
  });
});
