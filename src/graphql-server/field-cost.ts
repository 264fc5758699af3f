import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type ValueNode,
} from 'graphql';
import { defaultPageSize, maxPageSize } from '../graphql/keyset-connection.ts';
import { daysOf, maxPeriodDays } from '../usage/usage-period.ts';

type Field = GraphQLField<unknown, unknown>;

/** The cost of a selected field, including its selections. */
type Cost = { readonly cost: number; readonly introspection: number };

/** Returns the value of a variable: the value that was sent, or the operation's default. */
export type VariableValue = (name: string) => unknown;

type SelectedField = {
  /** Null if the schema does not have the field. */
  readonly field: Field | null;
  readonly parent: GraphQLCompositeType | null;
  readonly node: FieldNode;
  readonly variableValue: VariableValue;
};

/** The assumed length of a list that no argument bounds, such as the scopes of the catalog. */
const assumedListLength = 10;

/** Each hour that a period touches has a row, also its first and last part of an hour. */
const maxHours = 24 * maxPeriodDays + 1;

/** A mutation writes in its own transaction. This cost allows at most twenty in one request. */
const mutationCost = 500;

/** A search reads more rows than it returns. */
const searchCost = 500;

/**
 * The cost of a field: one for each value and object of the answer. Selections inside a list count once for each
 * possible entry. In a connection that is the size of the requested page.
 */
export function fieldCost(schema: GraphQLSchema, selected: SelectedField, inner: Cost): Cost {
  const { field, parent, node } = selected;
  const isMutation = parent !== null && parent === schema.getMutationType();
  const own = isMutation ? mutationCost : searches(selected) ? searchCost : 1;
  const times = field === null || node.selectionSet === undefined ? 1 : lengthOf(field, selected);
  const cost = own + times * inner.cost;
  if (field === SchemaMetaFieldDef || field === TypeMetaFieldDef) return { cost: 1, introspection: cost };
  return { cost, introspection: inner.introspection };
}

function searches(selected: SelectedField): boolean {
  const text = argumentOf(selected, 'search');
  return typeof text === 'string' && text !== '';
}

export function fieldOf(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType | null,
  name: string,
): Field | null {
  if (parent !== null && parent === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  if (!isObjectType(parent) && !isInterfaceType(parent)) return null;
  return parent.getFields()[name] ?? null;
}

function lengthOf(field: Field, selected: SelectedField): number {
  const isConnection = field.args.some(({ name }) => name === 'first' || name === 'last');
  if (isConnection) return pageSize(selected);
  if (field.args.some(({ name }) => name === 'from')) return periodHours(selected);
  // The edges of a connection are counted with the connection.
  const isPage = field.name === 'edges' || field.name === 'nodes';
  return isListType(getNullableType(field.type)) && !isPage ? assumedListLength : 1;
}

/** A size out of bounds is refused later by the connection, with a better message. */
function pageSize(selected: SelectedField): number {
  const sizes = [argumentOf(selected, 'first'), argumentOf(selected, 'last')].filter(
    (size) => typeof size === 'number',
  );
  if (sizes.length === 0) return defaultPageSize;
  return Math.min(Math.max(1, ...sizes), maxPageSize);
}

/** The hours of the requested period, since each can be a row. An unknown period counts as the longest one. */
function periodHours(selected: SelectedField): number {
  const instantOf = (name: string): Date => {
    const text = argumentOf(selected, name);
    return new Date(typeof text === 'string' ? text : Number.NaN);
  };
  const hours = Math.ceil(24 * daysOf({ from: instantOf('from'), to: instantOf('to') })) + 1;
  return Number.isNaN(hours) ? maxHours : Math.min(Math.max(1, hours), maxHours);
}

function argumentOf({ node, variableValue }: SelectedField, wanted: string): unknown {
  const value = node.arguments?.find(({ name }) => name.value === wanted)?.value;
  if (value?.kind === Kind.VARIABLE) return variableValue(value.name.value);
  return value && plainValue(value);
}

/** The number or text of a literal; undefined: it is neither. */
export function plainValue(value: ValueNode): number | string | undefined {
  if (value.kind === Kind.INT) return Number(value.value);
  return value.kind === Kind.STRING ? value.value : undefined;
}
