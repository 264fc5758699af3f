import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { databaseDigest } from '../support/database-digest.ts';
import { sendUntyped } from '../support/untyped-graphql.ts';
import { rows } from './arguments.ts';
import { expectationOf } from './expectation.ts';
import { documentFor, type FieldUnderTest, fieldsUnderTest, nameOf, variableName } from './fields.ts';
import { type Asker, seedWorld, type World } from './world.ts';

/*
 * Who may use what: every query and mutation, and every field that leads to something with rights of
 * its own, for every kind of actor. The fields come from the schema, what is expected from the
 * registry of permissions; a new query or mutation needs a row in arguments.ts.
 */

let app: TestApp;
let shared: World;
beforeAll(async () => {
  app = await startTestApp();
  await app.clock.set(new Date('2026-10-01T12:00:00Z'));
  shared = await seedWorld(app);
});
afterAll(() => app.close());

const fields = fieldsUnderTest();
const queries = fields.filter(({ kind }) => kind === 'query');
const mutations = fields.filter(({ kind }) => kind === 'mutation');

test('every query and mutation, and every field with required arguments, has a row of arguments', () => {
  const needed = fields.filter(({ steps }) => {
    const args = steps.at(-1)?.field.args ?? [];
    return steps.length === 1 || args.some(({ type }) => String(type).endsWith('!'));
  });
  expect(Object.keys(rows).toSorted()).toEqual(needed.map(({ name }) => name).toSorted());
});

let requestCount = 0;

async function outcomeOf(field: FieldUnderTest, world: World, asker: Asker): Promise<string> {
  const entries = field.steps.flatMap((step) => {
    const variables = rows[nameOf(step)]?.variables(world, asker) ?? {};
    return Object.entries(variables).map(([name, value]) => [variableName(step, name), value]);
  });
  const request = { query: documentFor(field), variables: Object.fromEntries(entries) };
  // Each from an address of its own: attempts to sign in are slowed by address.
  requestCount++;
  const address = `10.${requestCount >> 16}.${(requestCount >> 8) & 255}.${requestCount & 255}`;
  const answer = await sendUntyped(app.url, request, { ...asker.headers, 'x-forwarded-for': address });
  if (answer.codes.length === 0 && answer.data !== null) return 'allowed';
  return [...new Set(answer.codes)].join(', ') || `status ${answer.status}`;
}

function expectedFor({ name, requirements }: FieldUnderTest, { holding }: Asker): string {
  const also = rows[name]?.alsoRequires;
  return expectationOf(holding, also === undefined ? requirements : [...requirements, also]);
}

async function outcomes(
  field: FieldUnderTest,
  askers: readonly Asker[],
  world: (asker: Asker) => Promise<[World, Asker]>,
) {
  const entries = askers.map(async (asker): Promise<[string, string]> => {
    const [where, who] = await world(asker);
    return [asker.name, await outcomeOf(field, where, who)];
  });
  return Object.fromEntries(await Promise.all(entries));
}

function expectations(field: FieldUnderTest, askers: readonly Asker[]) {
  return Object.fromEntries(askers.map((asker) => [asker.name, expectedFor(field, asker)]));
}

describe.each(queries)('the query of $name', (field) => {
  test('is answered to those alone who hold what it requires', async () => {
    const { askers } = shared;
    const found = await outcomes(field, askers, async (asker) => [shared, asker]);
    expect(found).toEqual(expectations(field, askers));
  });
});

describe.each(mutations)('the mutation $name', (field) => {
  test('is refused to those who lack what it requires, and then changes nothing', async () => {
    const refused = shared.askers.filter((asker) => expectedFor(field, asker) !== 'allowed');
    const before = await databaseDigest(app.testDatabase.pool);
    const found = await outcomes(field, refused, async (asker) => [shared, asker]);
    expect(found).toEqual(expectations(field, refused));
    expect(await databaseDigest(app.testDatabase.pool)).toEqual(before);
  });

  test('is open to those who hold it', async () => {
    const allowed = shared.askers.filter((asker) => expectedFor(field, asker) === 'allowed');
    // Each in a world of its own: what one removes, the next could not.
    const found = await outcomes(field, allowed, async ({ name }) => {
      const world = await seedWorld(app);
      const asker = world.askers.find((other) => other.name === name);
      if (asker === undefined) throw new Error(`There is no ${name}`);
      return [world, asker];
    });
    expect(found).toEqual(expectations(field, allowed));
  });
});

test('the matrix has allowed and refused cells for every kind of actor', () => {
  for (const asker of shared.askers.filter(({ holding }) => holding.kind !== 'outsider')) {
    const cells = new Set(fields.map((field) => expectedFor(field, asker) === 'allowed'));
    expect([...cells].toSorted(), asker.name).toEqual([false, true]);
  }
});
