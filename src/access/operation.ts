import type { z } from 'zod';
import type { Transaction } from '../database/database.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { parseInput } from '../input.ts';
import type { Permission } from '../permissions.ts';
import type { Actor, OrganizationActor, ServiceActor } from './actor.ts';
import { authorize, authorizeService } from './authorize.ts';
import type { RequestContext } from './context.ts';
import { currentActor, currentService } from './current-actor.ts';

/*
 * An operation says its permission once, here; GraphQL's authScopes and REST's `requires` read it. A query
 * reads; an operation changes something, in one transaction.
 */

/** One change that callers can ask for. */
export type Operation<Result> = {
  (context: RequestContext, input: unknown): Promise<Result>;
  readonly permission: Permission;
};

/** One thing that callers can read. */
export type Query<Arguments extends readonly unknown[], Result> = {
  (context: RequestContext, ...given: Arguments): Promise<Result>;
  readonly permission: Permission;
};

/** What a query works with: the actor was found to hold the permission. */
export type Reading<Holder> = Omit<RequestContext, 'actor'> & { readonly actor: Holder };

/** What an operation works with: all its statements belong to one transaction. */
export type Work<Holder> = Omit<Reading<Holder>, 'database' | 'urgentDatabase'> & {
  readonly transaction: Transaction;
};

type Definition<Holder, Schema extends z.ZodType, Locked, Result> = {
  /** Without it the caller is refused, before and after the locks are taken. */
  readonly permission: Permission;
  readonly input: Schema;
  /** It takes rights away, so it has connections that nothing else holds. Default: the organization's own. */
  readonly isUrgent?: boolean;
  /** Locks and reads what the rules look at. It must refuse nothing: the caller may have lost its rights. */
  readonly lock: (work: Work<Holder>, input: z.output<Schema>) => Promise<Locked>;
  /** The rules and the change. `actor` holds what it holds now, under the locks. */
  readonly run: (work: Work<Holder>, input: z.output<Schema>, locked: Locked) => Promise<Result>;
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
  return operationOf(definition, { authorize, again: currentActor });
}

/** The same over the whole installation, for service tokens alone. */
export function serviceOperation<Schema extends z.ZodType, Locked, Result>(
  definition: Definition<ServiceActor, Schema, Locked, Result>,
): Operation<Result> {
  return operationOf(definition, { authorize: authorizeService, again: currentService });
}

/** Makes a query within the active organization. */
export function query<Arguments extends readonly unknown[], Result>(
  permission: Permission,
  run: (reading: Reading<OrganizationActor>, ...given: Arguments) => Promise<Result>,
): Query<Arguments, Result> {
  return queryOf(permission, authorize, run);
}

/** The same over the whole installation, for service tokens alone. */
export function serviceQuery<Arguments extends readonly unknown[], Result>(
  permission: Permission,
  run: (reading: Reading<ServiceActor>, ...given: Arguments) => Promise<Result>,
): Query<Arguments, Result> {
  return queryOf(permission, authorizeService, run);
}

type Authorize<Holder> = (actor: Actor, permission: Permission) => Holder;

type Rights<Holder> = {
  readonly authorize: Authorize<Holder>;
  readonly again: (
    transaction: Transaction,
    rules: Pick<RequestContext, 'configuration'>,
    asked: Holder,
    permission: Permission,
  ) => Promise<Holder>;
};

function operationOf<Holder, Schema extends z.ZodType, Locked, Result>(
  { permission, input: schema, isUrgent = false, lock, run }: Definition<Holder, Schema, Locked, Result>,
  rights: Rights<Holder>,
): Operation<Result> {
  async function operate(
    { database, urgentDatabase, ...context }: RequestContext,
    given: unknown,
  ): Promise<Result> {
    const asked = rights.authorize(context.actor, permission);
    const input = parseInput(schema, given);
    const work = async (transaction: Transaction) => {
      const locked = await lock({ ...context, transaction, actor: asked }, input);
      const actor = await rights.again(transaction, context, asked, permission);
      return run({ ...context, transaction, actor }, input, locked);
    };
    return inTransaction(database, work, isUrgent ? urgentDatabase : database);
  }
  return Object.assign(operate, { permission });
}

function queryOf<Holder, Arguments extends readonly unknown[], Result>(
  permission: Permission,
  authorizeFor: Authorize<Holder>,
  run: (reading: Reading<Holder>, ...given: Arguments) => Promise<Result>,
): Query<Arguments, Result> {
  async function read(context: RequestContext, ...given: Arguments): Promise<Result> {
    return run({ ...context, actor: authorizeFor(context.actor, permission) }, ...given);
  }
  return Object.assign(read, { permission });
}
