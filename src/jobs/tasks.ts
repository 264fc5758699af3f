import { z } from 'zod';

type Definition<Payload> = {
  readonly payload: z.ZodType<Payload>;
  /** Attempts, with growing pauses in between: 8 take half an hour, 14 one and a half days. */
  readonly maxAttempts: number;
  /** Waiting jobs of the same key are one job. */
  readonly key: ((payload: Payload) => string) | null;
};

/**
 * Every kind of job. A payload holds ids and never a secret: what a mail's link needs is made when
 * the mail is sent. A job may run more than once, since a node can die right after having done it.
 */
const definitions = {
  send_invitation: defineTask({
    payload: z.strictObject({ invitationId: z.uuid() }),
    maxAttempts: 14,
    key: ({ invitationId }) => `send_invitation:${invitationId}`,
  }),
  // By email, known or not: whether there is an account shows only in the job, never in an answer.
  send_password_reset: defineTask({
    payload: z.strictObject({ email: z.string() }),
    maxAttempts: 8,
    key: ({ email }) => `send_password_reset:${email}`,
  }),
  send_password_changed: defineTask({
    payload: z.strictObject({ userId: z.uuid() }),
    maxAttempts: 14,
    key: null,
  }),
  // By the clock (queue.ts), with a payload of the queue's own.
  rotate_signing_keys: byTheClock(5),
  delete_former_secrets: byTheClock(5),
  delete_old_usage: byTheClock(5),
  delete_idle_windows: byTheClock(5),
  delete_ended_sign_ins: byTheClock(5),
  delete_idempotency_records: byTheClock(5),
  delete_failed_jobs: byTheClock(5),
  note_key_changes: byTheClock(1),
  free_abandoned_jobs: byTheClock(1),
};

export type TaskName = keyof typeof definitions;

export type TaskPayload<Name extends TaskName> = z.output<(typeof definitions)[Name]['payload']>;

/** What does the jobs of each kind. The signal says that time is up: give up, to be tried again. */
export type TaskHandlers = {
  readonly [Name in TaskName]: (payload: TaskPayload<Name>, signal: AbortSignal) => Promise<void>;
};

export function taskDefinition<Name extends TaskName>(name: Name): Definition<TaskPayload<Name>> {
  const byName: { readonly [Each in TaskName]: Definition<TaskPayload<Each>> } = definitions;
  return byName[name];
}

function defineTask<Payload>(definition: Definition<Payload>): Definition<Payload> {
  return definition;
}

function byTheClock(maxAttempts: number) {
  return defineTask({ payload: z.object({}), maxAttempts, key: null });
}
