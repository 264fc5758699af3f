import type { z } from 'zod';
import type { Transaction } from '../database/database.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { parseInput } from '../input.ts';
import type { NewEvent } from '../log/new-event.ts';
import { recordEvents } from '../log/record-events.ts';
import type { Permission } from '../permissions.ts';
import type { Actor, MemberActor, OrganizationActor, ServiceActor } from './actor.ts';
import { authorize, authorizeService, authorizeSignedIn } from './authorize.ts';
import { causeOf } from './cause-of.ts';
import type { RequestContext } from './context.ts';
import { currentActor, currentPerson, currentService } from './current-actor.ts';
import { noteForbidden } from './note-forbidden.ts';

/**
 * An operation declares its permission only here. GraphQL's authScopes and REST's `requires` read it from the
 * operation. A query reads; an operation changes something in one transaction. Operations on the caller's own account
 * need no permission: every signed-in person may run them.
 */

/** A change that callers can request. */
export type Operation<Result> = {
  (context: RequestContext, input: unknown): Promise<Result>;
  readonly permission: Permission;
};

/** A change of their own account that signed-in people can request. */
export type PersonOperation<Result> = (context: RequestContext, input: unknown) => Promise<Result>;

/** Something that callers can read. */
export type Query<Arguments extends readonly unknown[], Result> = {
  (context: RequestContext, ...given: Arguments): Promise<Result>;
  readonly permission: Permission;
};

/** The context of a query. The actor has the permission. */
export type Reading<Holder> = Omit<RequestContext, 'actor'> & { readonly actor: Holder };

/** The context of an operation. All its statements belong to one transaction. */
export type Work<Holder> = Omit<Reading<Holder>, 'database' | 'urgentDatabase'> & {
  readonly transaction: Transaction;
};

type Definition<Holder, Schema extends z.ZodType, Locked, Result> = {
  /** A caller without it is refused, before and after the locks are taken. */
  readonly permission: Permission;
} & Body<Holder, Schema, void, Locked, Result>;

type PersonDefinition<Schema extends z.ZodType, Prepared, Result> = {
  /** Runs before the transaction. For work that takes long, or whose effect must stay if the operation fails. */
  readonly prepare: (reading: Reading<MemberActor>, input: z.output<Schema>) => Promise<Prepared>;
} & Omit<Body<MemberActor, Schema, Prepared, Prepared, Result>, 'lock'>;

type Body<Holder, Schema extends z.ZodType, Prepared, Locked, Result> = {
  readonly input: Schema;
  /**
   * The operation removes rights, so it uses connections that nothing else uses. Default: the organization's own
   * connections.
   */
  readonly isUrgent?: boolean;
  /**
   * Takes the locks and reads the rows that the rules need. It must not refuse anything, because the caller may have
   * lost its permission.
   */
  readonly lock: (work: Work<Holder>, input: z.output<Schema>, prepared: Prepared) => Promise<Locked>;
  /** Applies the rules and makes the change. `actor` has its present permissions, read under the locks. */
  readonly run: (work: Work<Holder>, input: z.output<Schema>, locked: Locked) => Promise<Result>;
  /** What the log says of it, in the same transaction. Null: nothing was changed. */
  readonly event: (done: Done<Holder, Schema, Locked, Result>) => Events | Promise<Events>;
};

type Events = NewEvent | readonly NewEvent[] | null;

/** An operation that was carried out, and is not committed yet. */
type Done<Holder, Schema extends z.ZodType, Locked, Result> = Pick<
  Work<Holder>,
  'transaction' | 'configuration' | 'actor'
> & {
  readonly result: Result;
  readonly input: z.output<Schema>;
  /** As it was before. */
  readonly locked: Locked;
};

/** For operations whose rules need no lock. */
export async function lockNothing(): Promise<void> {}

/** For an operation of a person that needs nothing before its transaction. */
export async function prepareNothing(): Promise<void> {}

/**
 * Makes an operation within the active organization. It authorizes, parses the input, opens a transaction (or joins
 * the caller's), takes the locks, reads the caller's permissions again, runs the body, and records
 * its event.
 */
export function operation<Schema extends z.ZodType, Locked, Result>(
  definition: Definition<OrganizationActor, Schema, Locked, Result>,
): Operation<Result> {
  return permittedOperation(definition, { authorize, again: currentActor });
}

/** The same over the whole installation, only for service tokens. */
export function serviceOperation<Schema extends z.ZodType, Locked, Result>(
  definition: Definition<ServiceActor, Schema, Locked, Result>,
): Operation<Result> {
  return permittedOperation(definition, { authorize: authorizeService, again: currentService });
}

/**
 * Makes an operation of a signed-in person. It authorizes, parses the input, prepares, opens a transaction,
 * locks the person, checks that the session has not ended meanwhile, and runs the body.
 */
export function personOperation<Schema extends z.ZodType, Prepared, Result>(
  definition: PersonDefinition<Schema, Prepared, Result>,
): PersonOperation<Result> {
  return operationOf(
    { ...definition, lock: async (_work, _input, prepared) => prepared },
    { authorize: authorizeSignedIn, prepare: definition.prepare, again: currentPerson },
  );
}

/** Makes a query within the active organization. */
export function query<Arguments extends readonly unknown[], Result>(
  permission: Permission,
  run: (reading: Reading<OrganizationActor>, ...given: Arguments) => Promise<Result>,
): Query<Arguments, Result> {
  return queryOf(permission, authorize, run);
}

/** The same over the whole installation, only for service tokens. */
export function serviceQuery<Arguments extends readonly unknown[], Result>(
  permission: Permission,
  run: (reading: Reading<ServiceActor>, ...given: Arguments) => Promise<Result>,
): Query<Arguments, Result> {
  return queryOf(permission, authorizeService, run);
}

type Authorize<Holder> = (actor: Actor, permission: Permission) => Holder;

type PermittedRights<Holder> = {
  readonly authorize: Authorize<Holder>;
  readonly again: (
    transaction: Transaction,
    rules: Pick<RequestContext, 'configuration'>,
    asked: Holder,
    permission: Permission,
  ) => Promise<Holder>;
};

function permittedOperation<Holder, Schema extends z.ZodType, Locked, Result>(
  { permission, ...body }: Definition<Holder, Schema, Locked, Result>,
  { authorize: authorizeFor, again }: PermittedRights<Holder>,
): Operation<Result> {
  const operate = operationOf(body, {
    authorize: (actor) => authorizeFor(actor, permission),
    prepare: async () => {},
    again: (transaction, rules, asked) => again(transaction, rules, asked, permission),
  });
  return Object.assign(notingRefusals(permission, operate), { permission });
}

type Rights<Holder, Schema extends z.ZodType, Prepared> = {
  readonly authorize: (actor: Actor) => Holder;
  readonly prepare: (reading: Reading<Holder>, input: z.output<Schema>) => Promise<Prepared>;
  readonly again: (
    transaction: Transaction,
    rules: Pick<RequestContext, 'configuration'>,
    asked: Holder,
  ) => Promise<Holder>;
};

function operationOf<Holder, Schema extends z.ZodType, Prepared, Locked, Result>(
  { input: schema, isUrgent = false, lock, run, event }: Body<Holder, Schema, Prepared, Locked, Result>,
  { authorize: authorizeCaller, prepare, again }: Rights<Holder, Schema, Prepared>,
): PersonOperation<Result> {
  return async ({ database, urgentDatabase, ...context }, given) => {
    const asked = authorizeCaller(context.actor);
    const input = parseInput(schema, given);
    const prepared = await prepare({ ...context, database, urgentDatabase, actor: asked }, input);
    const work = async (transaction: Transaction) => {
      const locked = await lock({ ...context, transaction, actor: asked }, input, prepared);
      const actor = await again(transaction, context, asked);
      const result = await run({ ...context, transaction, actor }, input, locked);
      const { configuration } = context;
      const events = await event({ transaction, configuration, actor, result, input, locked });
      await recordEvents(transaction, causeOf(context), [events ?? []].flat());
      return result;
    };
    const result = await inTransaction(database, work, isUrgent ? urgentDatabase : database);
    context.sealer.wake();
    return result;
  };
}

function queryOf<Holder, Arguments extends readonly unknown[], Result>(
  permission: Permission,
  authorizeFor: Authorize<Holder>,
  run: (reading: Reading<Holder>, ...given: Arguments) => Promise<Result>,
): Query<Arguments, Result> {
  async function read(context: RequestContext, ...given: Arguments): Promise<Result> {
    return run({ ...context, actor: authorizeFor(context.actor, permission) }, ...given);
  }
  return Object.assign(notingRefusals(permission, read), { permission });
}

/** The log of events also says what callers were not allowed to do. */
function notingRefusals<Arguments extends readonly unknown[], Result>(
  permission: Permission,
  work: (context: RequestContext, ...given: Arguments) => Promise<Result>,
): (context: RequestContext, ...given: Arguments) => Promise<Result> {
  return async (context, ...given) => {
    try {
      return await work(context, ...given);
    } catch (error) {
      noteForbidden(context, permission, error);
      throw error;
    }
  };
}
