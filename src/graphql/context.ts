import type { RequestContext } from '../access/context.ts';
import type { WaitingCaller } from '../access/waiting-caller.ts';

/** The context of a GraphQL request: the one that operations need, its caller's connection, and a browser's cookies. */
export type GraphQLContext = RequestContext & {
  readonly caller: WaitingCaller;
  readonly sessionCookie: {
    set(token: string, expiresAt: Date): void;
    clear(): void;
  };
};
