import { type GraphQLField, type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import { requiresExtension } from '../../src/graphql/declared-rights.ts';
import { schema } from '../../src/graphql-server/schema.ts';
import { selectionOf } from '../support/untyped-graphql.ts';

type Field = GraphQLField<unknown, unknown>;
type Step = { readonly parent: string; readonly field: Field };

/** A field with the fields that lead to it from the root. */
export type FieldUnderTest = {
  /** `Organization.apiKeys` */
  readonly name: string;
  readonly kind: 'query' | 'mutation';
  readonly steps: readonly Step[];
  /** The requirements on the way to the field, beginning with the root. */
  readonly requirements: readonly string[];
};

/** Every query and mutation, and every field that a query reaches and that declares rights of its own. */
export function fieldsUnderTest(): FieldUnderTest[] {
  const { queries, seen } = { queries: rootSteps('query'), seen: new Set<string>() };
  const found: FieldUnderTest[] = [];
  // Breadth first: each type is tested by the shortest way to it.
  let frontier = queries;
  while (frontier.length > 0) {
    found.push(...frontier.filter(declares).map((steps) => fieldUnderTest('query', steps)));
    frontier = frontier.flatMap((steps) => stepsBelow(steps, seen));
  }
  return [...found, ...rootSteps('mutation').map((steps) => fieldUnderTest('mutation', steps))];
}

function rootSteps(kind: 'query' | 'mutation'): Step[][] {
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  return fieldsOf(root).map((step) => [step]);
}

function stepsBelow(steps: readonly Step[], seen: Set<string>): Step[][] {
  const type = steps.at(-1)?.field.type;
  const named = type && getNamedType(type);
  if (!isObjectType(named) || seen.has(named.name)) return [];
  seen.add(named.name);
  return fieldsOf(named).map((step) => [...steps, step]);
}

function fieldsOf(type: GraphQLObjectType | null | undefined): Step[] {
  return Object.values(type?.getFields() ?? {}).map((field) => ({ parent: type?.name ?? '', field }));
}

function declares(steps: readonly Step[]): boolean {
  const last = steps.at(-1);
  return last !== undefined && requirementsOf(last).length > 0;
}

function requirementsOf({ field }: Step): string[] {
  const requires: unknown = field.extensions[requiresExtension];
  return typeof requires === 'string' ? requires.split(', ') : [];
}

function fieldUnderTest(kind: 'query' | 'mutation', steps: readonly Step[]): FieldUnderTest {
  return { kind, steps, name: nameOf(steps.at(-1)), requirements: steps.flatMap(requirementsOf) };
}

export function nameOf(step: Step | undefined): string {
  return `${step?.parent}.${step?.field.name}`;
}

/** A document that asks for the field, and the variables of every step by `<parent>_<field>_<argument>`. */
export function documentFor({ kind, steps }: FieldUnderTest): string {
  const variables = steps.flatMap((step) =>
    step.field.args.map((arg) => `$${variableName(step, arg.name)}: ${String(arg.type)}`),
  );
  const declared = variables.length > 0 ? `(${variables.join(', ')})` : '';
  const body = steps.reduceRight((inner, step) => {
    const passed = step.field.args.map((arg) => `${arg.name}: $${variableName(step, arg.name)}`);
    const list = passed.length > 0 ? `(${passed.join(', ')})` : '';
    return `${step.field.name}${list} ${inner === '' ? selectionOf(step.field.type, 2) : `{ ${inner} }`}`;
  }, '');
  return `${kind}${declared} { ${body} }`;
}

export function variableName({ parent, field }: Step, argument: string): string {
  return `${parent}_${field.name}_${argument}`;
}
