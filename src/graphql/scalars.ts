import { GraphQLError, type ValueNode, valueFromASTUntyped } from 'graphql';
import { builder } from './builder.ts';

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;
const dateForm = /^\d{4}-\d{2}-\d{2}$/;

builder.scalarType('DateTime', {
  description: 'An instant as RFC 3339 says, such as `2026-10-14T00:00:00Z`. Answers are in UTC.',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => parseInstant(value),
});

builder.scalarType('Date', {
  description: 'A calendar date, such as `2026-10-14`. As a time it is 00:00 UTC of that date.',
  serialize: (value) => value.toISOString().slice(0, 10),
  parseValue: (value) => parseDate(value),
});

builder.scalarType('JSON', {
  description: 'Any JSON value.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node: ValueNode, variables) => valueFromASTUntyped(node, variables),
});

function parseInstant(value: unknown): Date {
  const instant = typeof value === 'string' && instantForm.test(value) ? new Date(value) : null;
  if (instant === null || Number.isNaN(instant.getTime()) || !isRealDate(String(value).slice(0, 10))) {
    throw new GraphQLError('DateTime expects an instant with a time zone, such as "2026-10-14T00:00:00Z".');
  }
  return instant;
}

function parseDate(value: unknown): Date {
  if (typeof value !== 'string' || !dateForm.test(value) || !isRealDate(value)) {
    throw new GraphQLError('Date expects a calendar date, such as "2026-10-14".');
  }
  return new Date(`${value}T00:00:00Z`);
}

/** JavaScript takes the 30th of February for the 2nd of March. */
function isRealDate(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}
