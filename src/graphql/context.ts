import type { RequestContext } from '../access/context.ts';

/** The context of a GraphQL request: the one that operations need, and the cookies of a browser. */
export type GraphQLContext = RequestContext & {
  readonly sessionCookie: {
    set(token: string, expiresAt: Date): void;
    clear(): void;
  };
};
