import { readFile } from 'node:fs/promises';
import {
  type GraphQLField,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { requiresExtension } from '../../src/graphql/declared-rights.ts';
import { schema } from '../../src/graphql-server/schema.ts';
import { isPermission } from '../../src/permissions.ts';

type Field = GraphQLField<unknown, unknown>;

const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const builtIn = ['Boolean', 'Float', 'ID', 'Int', 'String'];

function fieldsOf(type: GraphQLNamedType): [string, Field][] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field]);
}

const allFields = types.flatMap(fieldsOf);
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
const queries = Object.values(schema.getQueryType()?.getFields() ?? {});

test('schema.graphql is the schema; else run "npm run generate"', async () => {
  const file = await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8');
  expect(file).toBe(`${printSchema(lexicographicSortSchema(schema))}\n`);
});

test('everything is described: types, fields, arguments, input fields, values', () => {
  const described = [
    ...types.filter(({ name }) => !builtIn.includes(name)).map((type) => [type.name, type.description]),
    ...allFields.map(([name, { description }]) => [name, description]),
    ...allFields.flatMap(([name, { args }]) => args.map((arg) => [`${name}(${arg.name})`, arg.description])),
    ...types
      .filter(isInputObjectType)
      .flatMap((type) =>
        Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field.description]),
      ),
    ...types
      .filter(isEnumType)
      .flatMap((type) => type.getValues().map((value) => [`${type.name}.${value.name}`, value.description])),
  ];
  expect(described.filter(([, description]) => !description?.trim()).map(([name]) => name)).toEqual([]);
});

describe('mutations', () => {
  test.each(mutations)(
    '$name takes at most one input and answers with a payload of its name, or a union with it',
    (mutation) => {
      const { name, args, type } = mutation;
      const title = name.charAt(0).toUpperCase() + name.slice(1);
      // What needs nothing said, such as signing out, takes no input.
      if (args.length > 0)
        expect(args.map((arg) => [arg.name, String(arg.type)])).toEqual([['input', `${title}Input!`]]);
      if (name === 'verifyApiKey') return expect(String(type)).toBe('Verification!');
      expect([`${title}Payload!`, `${title}Result!`]).toContain(String(type));
      const union = schema.getType(`${title}Result`);
      if (!isUnionType(union)) return expect(union).toBeUndefined();
      const members = union.getTypes().map((member) => member.name);
      expect(members).toContain(`${title}Payload`);
      const outcomes = union.getTypes().filter((member) => member.name !== `${title}Payload`);
      for (const outcome of outcomes)
        expect(outcome.getInterfaces().map(String), outcome.name).toContain('Error');
    },
  );
});

test('a connection is named after what it holds, and its parts are those of Relay', () => {
  const connections = types.filter(isObjectType).filter(({ name }) => name.endsWith('Connection'));
  expect(connections.length).toBeGreaterThan(0);
  for (const connection of connections) {
    const node = connection.name.replace(/Connection$/, '');
    const edge = schema.getType(`${node}Edge`);
    if (!isObjectType(edge)) throw new Error(`${connection.name} has no type ${node}Edge`);
    const { edges, pageInfo } = connection.getFields();
    expect([String(edges?.type), String(pageInfo?.type)], connection.name).toEqual([
      `[${node}Edge!]!`,
      'PageInfo!',
    ]);
    expect(String(edge.getFields()['node']?.type)).toBe(`${node}!`);
    expect(String(edge.getFields()['cursor']?.type)).toBe('String!');
  }
});

test.each([...queries, ...mutations])('$name says in its description what it requires', (field) => {
  const requires: unknown = field.extensions[requiresExtension];
  if (typeof requires !== 'string') throw new Error(`${field.name} declares no rights`);
  for (const requirement of requires.split(', ')) {
    if (requirement === 'public') expect(field.description).not.toMatch(/Requires [A-Z_]{4,}\./);
    else if (requirement === 'signedIn') expect(field.description).toContain('Requires a signed-in person.');
    else expect(isPermission(requirement) && field.description, requires).toContain('Requires ');
  }
});

test('there is no way to reach an object past the checks: no node(id:), no Relay ids', () => {
  expect(queries.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['node']));
  expect(queries.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['nodes']));
  expect(schema.getType('Node')).toBeUndefined();
});

test('no field but those of a creation is named after a secret', () => {
  const named = allFields
    .map(([name]) => name)
    .filter((name) => /\.(secret|token|password|hash)/i.test(name));
  expect(named.filter((name) => !name.startsWith('Create') && !name.startsWith('Rotate'))).toEqual([]);
});
