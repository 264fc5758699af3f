import type { z } from 'zod';
import { createScopeCatalog } from '../scopes/scope-catalog.ts';
import { StartError } from '../start-error.ts';
import { type CheckedConfiguration, configurationSchema } from './configuration-schema.ts';
import { configurableRoles, type Plan, type ProductConfiguration } from './product-configuration.ts';

type Issue = z.core.$ZodIssue;

/**
 * Checks a configuration and fills in the defaults. Throws StartError with one line for each wrong value: `<source>:
 * plans.free.limits.perMinute: expected a whole number of at least 1, got "many"`.
 */
export function resolveConfiguration(input: unknown, source: string): ProductConfiguration {
  const checked = configurationSchema.safeParse(input);
  if (checked.success) return complete(checked.data);
  const lines = checked.error.issues.flatMap(leaves).map((issue) => `${source}: ${describe(issue, input)}`);
  throw new StartError([...new Set(lines)].join('\n'));
}

function complete(checked: CheckedConfiguration): ProductConfiguration {
  const { resources, fullAccess, fullAccessManagesKeys, plans, defaultPlan, manageKeysByDefault, ...rest } =
    checked;
  const allPlans = Object.entries(plans).map(([name, plan]): [string, Plan] => [name, { name, ...plan }]);
  return {
    ...rest,
    scopes: createScopeCatalog(resources, { name: fullAccess, managesKeys: fullAccessManagesKeys }),
    plans: new Map(allPlans),
    // The schema requires at least one plan.
    defaultPlan: defaultPlan ?? allPlans[0]?.[0] ?? '',
    manageKeysByDefault: configurableRoles.filter(
      (role) => role === 'OWNER' || manageKeysByDefault.includes(role),
    ),
  };
}

/**
 * Finds the problems to show for a value that fits neither form of a union. zod reports the problems of both forms. The
 * form whose problem is deepest in the value was probably meant. If none is inside it, the union itself is reported.
 */
function leaves(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.find((issues) => issues.some(isInside));
  if (meant === undefined) return [issue];
  return meant.flatMap(leaves).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

function isInside(issue: Issue): boolean {
  return issue.path.length > 0 || issue.code === 'unrecognized_keys';
}

function describe(issue: Issue, input: unknown): string {
  const path = issue.path.map(String);
  const where = path.length > 0 ? `${path.join('.')}: ` : '';
  if (issue.code === 'unrecognized_keys') return where + issue.message;
  if (issue.code === 'invalid_key') {
    return `${where}expected ${issue.issues[0]?.message ?? issue.message}, got "${path.at(-1)}"`;
  }
  return `${where}expected ${issue.message}, got ${preview(valueAt(input, issue.path))}`;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}

/** Describes the value that was found, short enough for one line. */
function preview(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    return keys.length === 0 ? 'an empty object' : `an object with ${keys.slice(0, 5).join(', ')}`;
  }
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
