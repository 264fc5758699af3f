import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId } from '../../src/lib/ids.ts';
import { fieldsUnderTest } from '../access/fields.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { sendUntyped } from '../support/untyped-graphql.ts';
import { seedTenants, type Tenants } from './actors.ts';
import { type Operation, operationOf, plans } from './operations.ts';
import { described, type Happened, violations } from './oracle.ts';
import { changesBetween, type Snapshot, takeSnapshot } from './snapshot.ts';

const runs = 10;
const operationsOfRun = 100;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  // Standing still, nothing changes by the passing of time alone.
  await app.clock.set(new Date());
});
afterAll(() => app.close());

let requestCount = 0;

async function perform({ actor, named, query, variables }: Operation) {
  requestCount++;
  return sendUntyped(
    app.url,
    { query, variables },
    {
      ...(actor.bearer !== null && { authorization: `Bearer ${actor.bearer}` }),
      ...(named !== null && { 'latchkey-organization': formatId('organization', named) }),
      // Management keys are tied to 127.0.0.0/8 at times, which this is in; each its own for sign-in.
      'x-forwarded-for': `127.0.${(requestCount >> 8) & 255}.${requestCount & 255}`,
    },
  );
}

async function happen(
  plan: Parameters<typeof operationOf>[0],
  tenants: Tenants,
  before: Snapshot,
): Promise<Happened> {
  const operation = operationOf(plan, tenants, before, app.clock.now());
  const answer = await perform(operation);
  return {
    operation,
    answer,
    before,
    after: await takeSnapshot(app.testDatabase.pool),
    now: app.clock.now(),
  };
}

test(`${runs * operationsOfRun} random operations by random actors never show or change another organization’s data, nor exceed a permission`, async () => {
  let run = 0;
  const seen = { allowed: 0, refused: 0, changes: 0, fields: new Set<string>() };
  await fc.assert(
    fc.asyncProperty(
      fc.array(plans, { minLength: operationsOfRun, maxLength: operationsOfRun }),
      async (chosen) => {
        run++;
        const tenants = await seedTenants(app, run);
        let rows = await takeSnapshot(app.testDatabase.pool);
        for (const plan of chosen) {
          const happened = await happen(plan, tenants, rows);
          const found = violations(happened, tenants);
          if (found.length > 0) throw new Error(`${found.join('\n')}\n${described(happened, tenants)}`);
          seen[happened.answer.codes.length === 0 ? 'allowed' : 'refused']++;
          if (changesBetween(rows, happened.after).length > 0) seen.changes++;
          if (happened.answer.codes.length === 0) seen.fields.add(happened.operation.field.name);
          rows = happened.after;
        }
      },
    ),
    {
      numRuns: runs,
      seed: seedOfRun(),
      // A failure is made smaller for as long as this, then reported as small as it got.
      interruptAfterTimeLimit: 200_000,
      markInterruptAsFailure: true,
    },
  );
  // That nothing was violated says little unless much was done.
  expect(seen.allowed).toBeGreaterThan(200);
  expect(seen.refused).toBeGreaterThan(200);
  expect(seen.changes).toBeGreaterThan(100);
  expect(seen.fields.size).toBeGreaterThan(fieldsUnderTest().length / 3);
});

/** Another one each time; a failure prints it, and LATCHKEY_TEST_SEED repeats it. */
function seedOfRun(): number {
  const { LATCHKEY_TEST_SEED: seed } = process.env;
  return seed === undefined ? Date.now() % 2 ** 31 : Number(seed);
}
