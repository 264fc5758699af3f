import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrganizationRow } from '../../src/access/organization-row.sql.ts';
import type { KeysetPage } from '../../src/lib/keyset-page.ts';
import { listOrganizations } from '../../src/organizations/organizations.sql.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let all: OrganizationRow[];
const everything: KeysetPage = { before: null, after: null, inverted: false, limit: 2000 };
const list = (text: string | null, page: KeysetPage) =>
  listOrganizations(database.database, { text, id: null }, page);

/** More than a search looks at in the order of the list. */
beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(
    `insert into organizations (id, name, plan)
      select gen_random_uuid(), (array['Acme', 'Ämter_', 'Bäcker & Söhne', '100% Wool'])[1 + n % 4] || ' ' || n * 7919 % 997,
        'free' from generate_series(1, 1300) as n`,
  );
  all = await list(null, everything);
});
afterAll(() => database.drop());

test('the operator finds exactly the organizations with the text in their name, page by page', async () => {
  const position = fc.option(fc.nat({ max: 1299 }).map((index) => all[index]?.id ?? null));
  const text = fc.oneof(
    fc.constantFrom('a', 'ac', 'ACME', '_', '%', 'wool 1', 'nowhere', 'zq', 'ämt', 'söhne 99', '9', '42'),
    fc.nat({ max: 1299 }).map((index) => all[index]?.name ?? ''),
  );
  await fc.assert(
    fc.asyncProperty(text, position, position, fc.boolean(), async (searched, after, before, inverted) => {
      const page = { after, before, inverted, limit: 21 };
      const expected = all.filter(
        ({ id, name }) =>
          name.toLowerCase().includes(searched.toLowerCase()) &&
          (after === null || id < after) &&
          (before === null || id > before),
      );
      const found = await list(searched, page);
      const wanted = (inverted ? expected.toReversed() : expected).slice(0, 21);
      expect(found.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
    }),
    { numRuns: 150 },
  );
});
