import type { Services } from '../access/context.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';

/** Rotates the signing keys if this is due. Runs daily. */
export function signingKeyTasks({
  accessTokens,
  log,
}: Pick<Services, 'accessTokens' | 'log'>): Pick<TaskHandlers, 'rotate_signing_keys'> {
  return {
    rotate_signing_keys: async () => {
      if (await accessTokens.signingKeys.rotate('DUE')) log.info('Made a new signing key: the last was due');
    },
  };
}
