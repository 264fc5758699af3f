import { GraphQLError, Kind, type ValueNode } from 'graphql';
import { parseDate, parseInstant } from '../lib/instants.ts';
import { builder } from './builder.ts';
import { jsonOfLiteral } from './json-literal.ts';

builder.scalarType('DateTime', {
  description: 'An instant in the form of RFC 3339, such as `2026-10-14T00:00:00Z`. Answers are in UTC.',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => parseDateTimeValue(value),
  parseLiteral: (node) => parseDateTimeValue(textOf(node), node),
});

builder.scalarType('Date', {
  description: 'A calendar date, such as `2026-10-14`. As an instant it means 00:00 UTC of that date.',
  serialize: (value) => value.toISOString().slice(0, 10),
  parseValue: (value) => parseDateValue(value),
  parseLiteral: (node) => parseDateValue(textOf(node), node),
});

builder.scalarType('JSON', {
  description:
    'Any JSON value. It is returned exactly as it was sent. It is refused if it contains a number with more digits than a double-precision number holds, or two members of one name.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: jsonOfLiteral,
});

/** `node` is the place in the document, if the value is written there. */
function parseDateTimeValue(value: unknown, node?: ValueNode): Date {
  const instant = typeof value === 'string' ? parseInstant(value) : null;
  if (instant !== null) return instant;
  throw new GraphQLError('DateTime expects an instant with a time zone, such as "2026-10-14T00:00:00Z".', {
    nodes: node ?? null,
  });
}

function parseDateValue(value: unknown, node?: ValueNode): Date {
  const date = typeof value === 'string' ? parseDate(value) : null;
  if (date !== null) return date;
  throw new GraphQLError('Date expects a calendar date, such as "2026-10-14".', { nodes: node ?? null });
}

function textOf(node: ValueNode): string | null {
  return node.kind === Kind.STRING ? node.value : null;
}
