import type { z } from 'zod';
import type { Transaction } from '../database/database.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { parseInput } from '../input.ts';
import type { Permission } from '../permissions.ts';
import type { OrganizationActor, ServiceActor } from './actor.ts';
import { authorize, authorizeService } from './authorize.ts';
import type { RequestContext } from './context.ts';
import { currentActor, currentService } from './current-actor.ts';

/** One change that callers can ask for. GraphQL and REST read the permission from here. */
export type Operation<Result> = {
  (context: RequestContext, input: unknown): Promise<Result>;
  readonly permission: Permission;
};

/** What the body of an operation works with: all its statements belong to one transaction. */
export type Work<Actor> = Omit<RequestContext, 'database' | 'urgentDatabase' | 'actor'> & {
  readonly transaction: Transaction;
  readonly actor: Actor;
};

type Definition<Actor, Schema extends z.ZodType, Locked, Result> = {
  /** Without it the caller is refused, before and after the locks are taken. */
  readonly permission: Permission;
  readonly input: Schema;
  /** It takes rights away, so it has connections that nothing else holds. Default: the organization's own. */
  readonly isUrgent?: boolean;
  /** Locks and reads what the rules look at. It must refuse nothing: the caller may have lost its rights. */
  readonly lock: (transaction: Transaction, actor: Actor, input: z.output<Schema>) => Promise<Locked>;
  /** The rules and the change. `actor` holds what it holds now, under the locks. */
  readonly run: (work: Work<Actor>, input: z.output<Schema>, locked: Locked) => Promise<Result>;
};

/** For an operation whose rules need no lock. */
export async function lockNothing(): Promise<void> {}

/**
 * Makes an operation within the active organization. It authorizes, parses the input, opens a transaction
 * (or joins the caller's), takes the locks, looks at the caller's rights again, and runs the body.
 */
export function operation<Schema extends z.ZodType, Locked, Result>(
  definition: Definition<OrganizationActor, Schema, Locked, Result>,
): Operation<Result> {
  return perform(definition, { authorize, again: currentActor });
}

/** The same over the whole installation, for service tokens alone. */
export function serviceOperation<Schema extends z.ZodType, Locked, Result>(
  definition: Definition<ServiceActor, Schema, Locked, Result>,
): Operation<Result> {
  return perform(definition, { authorize: authorizeService, again: currentService });
}

type Rights<Actor> = {
  readonly authorize: (actor: RequestContext['actor'], permission: Permission) => Actor;
  readonly again: (
    transaction: Transaction,
    rules: Pick<RequestContext, 'configuration'>,
    actor: Actor,
    permission: Permission,
  ) => Promise<Actor>;
};

function perform<Actor, Schema extends z.ZodType, Locked, Result>(
  { permission, input: schema, isUrgent = false, lock, run }: Definition<Actor, Schema, Locked, Result>,
  rights: Rights<Actor>,
): Operation<Result> {
  async function operate(
    { database, urgentDatabase, ...context }: RequestContext,
    given: unknown,
  ): Promise<Result> {
    const asked = rights.authorize(context.actor, permission);
    const input = parseInput(schema, given);
    const work = async (transaction: Transaction) => {
      const locked = await lock(transaction, asked, input);
      const actor = await rights.again(transaction, context, asked, permission);
      return run({ ...context, transaction, actor }, input, locked);
    };
    return inTransaction(database, work, isUrgent ? urgentDatabase : database);
  }
  return Object.assign(operate, { permission });
}
