import { existsSync } from 'node:fs';
import { StartError } from '../start-error.ts';
import { readOrCreateSecret } from './generated-secrets.ts';
import { readDatabaseSettings } from './settings.ts';
import { type EnvironmentVariables, settingsSchema } from './settings-schema.ts';

const secretVariable = settingsSchema.pick({ LATCHKEY_SECRET: true });

/** Returns the secret with which the service that uses the same variables runs. Throws StartError. */
export async function readSecret(env: EnvironmentVariables): Promise<string> {
  const { databaseUrl, dataDirectory } = readDatabaseSettings(env);
  const parsed = secretVariable.safeParse({ LATCHKEY_SECRET: env['LATCHKEY_SECRET'] || undefined });
  const [issue] = parsed.error?.issues ?? [];
  if (issue !== undefined) throw new StartError(`LATCHKEY_SECRET: expected ${issue.message}`);
  if (parsed.data?.LATCHKEY_SECRET !== undefined) return parsed.data.LATCHKEY_SECRET;
  if (databaseUrl === null) {
    // Creating one would give another secret: the command probably runs in a wrong directory.
    if (existsSync(dataDirectory)) return readOrCreateSecret(dataDirectory);
    throw new StartError(
      `There is no data in ${dataDirectory}; start Latchkey once, or set LATCHKEY_DATA_DIR or DATABASE_URL.`,
    );
  }
  throw new StartError('LATCHKEY_SECRET: missing; set it to the secret with which the service runs');
}
