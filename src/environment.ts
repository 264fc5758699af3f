import { z } from 'zod';

export const environments = ['TEST', 'LIVE'] as const;

/** The form in GraphQL and in the database. */
export type Environment = (typeof environments)[number];

/** The form in tokens and in REST. */
export const environmentNames = { TEST: 'test', LIVE: 'live' } as const satisfies Record<Environment, string>;

export const environmentSchema = z.enum(environments);
