import type { RequestContext } from '../access/context.ts';

/** A GraphQL request: what operations need, and the one thing that is particular to a browser. */
export type GraphQLContext = RequestContext & {
  readonly sessionCookie: {
    set(token: string, expiresAt: Date): void;
    clear(): void;
  };
};
