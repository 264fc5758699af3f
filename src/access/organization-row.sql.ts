import { type Selectable, sql } from 'kysely';
import type { Organizations } from '../database/types.generated.ts';

/*
 * A row of the table `organizations`: selected by the statements of organizations/, and together with who asks.
 */

export type OrganizationRow = Selectable<Organizations>;

/** Named one by one, because a statement with `*` would not be prepared (database/prepared-reads.ts). */
export const organizationColumns = [
  'id',
  'externalId',
  'name',
  'plan',
  'hasPaymentMethod',
  'limitPerMinute',
  'limitPerHour',
  'createdAt',
] as const satisfies readonly (keyof Organizations)[];

/** The row beside other columns: each has its name after `organization`, such as `organizationPlan`. */
export type OrganizationBeside = {
  readonly [Name in keyof OrganizationRow as `organization${Capitalize<Name>}`]: OrganizationRow[Name];
};

const inSnakeCase = organizationColumns.map((name) =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
);

/** Selects the columns of OrganizationBeside from the table. */
export const organizationBeside = sql.raw(
  inSnakeCase.map((name) => `organizations.${name} as organization_${name}`).join(', '),
);

/** The same columns of a subquery that selected them. */
export function organizationBesideOf(alias: string) {
  return sql.raw(inSnakeCase.map((name) => `${alias}.organization_${name}`).join(', '));
}

export function organizationOf(row: OrganizationBeside): OrganizationRow {
  return {
    id: row.organizationId,
    externalId: row.organizationExternalId,
    name: row.organizationName,
    plan: row.organizationPlan,
    hasPaymentMethod: row.organizationHasPaymentMethod,
    limitPerMinute: row.organizationLimitPerMinute,
    limitPerHour: row.organizationLimitPerHour,
    createdAt: row.organizationCreatedAt,
  };
}
