import { z } from 'zod';

/** The schema of a whole number. Query parameters arrive as text. */
export function wholeNumber({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }) {
  const expected = `expected a whole number from ${minimum} to ${maximum}`;
  return z
    .string(expected)
    .regex(/^\d{1,16}$/, expected)
    .transform(Number)
    .refine((number) => number >= minimum && number <= maximum, expected);
}

export function asNumber(limits: {
  readonly minimum: number;
  readonly maximum?: number;
  readonly default: number;
}) {
  return ({ jsonSchema }: { jsonSchema: Record<string, unknown> }) => {
    delete jsonSchema['pattern'];
    Object.assign(jsonSchema, { type: 'integer', ...limits });
  };
}

export const afterParameter = wholeNumber({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
  .default(0)
  .describe('Return only events after this sequence: that of the last event you have read.')
  .meta({ example: 0, override: asNumber({ minimum: 0, default: 0 }) });
