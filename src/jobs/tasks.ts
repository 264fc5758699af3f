import { z } from 'zod';

type Definition<Payload> = {
  readonly payload: z.ZodType<Payload>;
  /** The maximum number of attempts. Pauses grow: 8 attempts take half an hour, 14 take one and a half days. */
  readonly maxAttempts: number;
  /** Waiting jobs with the same key become one job. */
  readonly key: ((payload: Payload) => string) | null;
};

/**
 * Every kind of job. A payload contains ids and never a secret; a mail's link is made when the mail is sent. A job may
 * run more than once, because a node can die just after it did the job.
 */
const definitions = {
  send_invitation: defineTask({
    payload: z.strictObject({ invitationId: z.uuid() }),
    maxAttempts: 14,
    key: ({ invitationId }) => `send_invitation:${invitationId}`,
  }),
  // For any email: only the job checks whether the account exists, so that no answer shows it.
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
  // Scheduled jobs (schedule.ts). The queue sets their payload.
  rotate_signing_keys: byTheClock(5),
  delete_former_secrets: byTheClock(5),
  delete_old_usage: byTheClock(5),
  delete_old_events: byTheClock(5),
  delete_idle_windows: byTheClock(5),
  delete_ended_sign_ins: byTheClock(5),
  delete_idempotency_records: byTheClock(5),
  delete_failed_jobs: byTheClock(5),
  audit_log: byTheClock(3),
  note_key_changes: byTheClock(1),
  free_abandoned_jobs: byTheClock(1),
};

export type TaskName = keyof typeof definitions;

export type TaskPayload<Name extends TaskName> = z.output<(typeof definitions)[Name]['payload']>;

/** The functions that do each kind of job. After the signal a job must stop; it is tried again. */
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
