import type { z } from 'zod';
import { StartError } from '../start-error.ts';
import {
  confidentialVariables,
  type EnvironmentVariables,
  type ParsedVariables,
  type Plane,
  settingsSchema,
} from './settings-schema.ts';

/** How this process runs, from its environment variables. `ProductConfiguration` describes the product. */
export type Settings = {
  readonly mode: 'development' | 'production' | 'test';
  readonly logLevel: ParsedVariables['LOG_LEVEL'];
  readonly host: string;
  /** 0: the system chooses a free port. */
  readonly port: number;
  /** An origin without a slash at its end. Null: `publicUrlOf` makes it from host and port. */
  readonly publicUrl: string | null;
  /** The planes that this process serves: verification, management, or both. */
  readonly serves: ReadonlySet<Plane>;
  /** The value of Fastify's option of the same name: the number of proxies, or their address ranges. */
  readonly trustProxy: false | number | string[];
  /** Null: the embedded server, with its files in `dataDirectory`. */
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
  /** Null: the first of `latchkey.config.*` in the working directory. */
  readonly configPath: string | null;
  /** Null is possible only with the embedded server: then `readOrCreateSecret(dataDirectory)` supplies it. */
  readonly secret: string | null;
  /**
   * The first rows of an empty database. Null stands for a default. A secret that is null is generated and shown once.
   */
  readonly provision: {
    readonly ownerEmail: string | null;
    readonly ownerPassword: string | null;
    readonly organization: string | null;
    readonly serviceToken: string | null;
  };
  /** Null: mails are written to the log. */
  readonly email: { readonly smtpUrl: string; readonly from: string } | null;
};

/**
 * Reads the settings that the README lists and fills in their defaults. An empty variable counts as unset. Throws
 * StartError with one line for each malformed variable. No line shows a value that may contain a secret.
 */
export function readSettings(env: EnvironmentVariables): Settings {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = settingsSchema.safeParse(present);
  const malformed = parsed.error?.issues.map((issue) => describe(issue, present)) ?? [];
  const problems = [...new Set([...malformed, ...missingCompanions(present)])];
  if (!parsed.success || problems.length > 0) throw new StartError(problems.join('\n'));
  return settingsOf(parsed.data);
}

/** Reads the settings of a command that only uses the database. It listens nowhere and encrypts nothing. */
export function readDatabaseSettings(
  env: EnvironmentVariables,
): Pick<Settings, 'databaseUrl' | 'dataDirectory' | 'configPath'> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = databaseVariables.safeParse(present);
  if (!parsed.success) {
    throw new StartError(parsed.error.issues.map((issue) => describe(issue, present)).join('\n'));
  }
  const { DATABASE_URL, LATCHKEY_DATA_DIR: dataDirectory, LATCHKEY_CONFIG } = parsed.data;
  return { databaseUrl: DATABASE_URL ?? null, dataDirectory, configPath: LATCHKEY_CONFIG ?? null };
}

const databaseVariables = settingsSchema.pick({
  DATABASE_URL: true,
  LATCHKEY_DATA_DIR: true,
  LATCHKEY_CONFIG: true,
});

/** The address at which people reach this process: the setting if there is one, else host and port. */
export function publicUrlOf(settings: Pick<Settings, 'publicUrl' | 'host'>, port: number): string {
  return settings.publicUrl ?? `http://${reachableHost(settings.host)}:${port}`;
}

function describe(issue: z.core.$ZodIssue, env: EnvironmentVariables): string {
  const variable = String(issue.path[0]);
  const value = env[variable];
  const found = confidentialVariables.has(variable) ? '' : `, got ${JSON.stringify(value?.slice(0, 100))}`;
  return `${variable}: expected ${issue.message}${found}`;
}

/** Finds settings that are missing although another setting requires them. */
function missingCompanions(env: EnvironmentVariables): string[] {
  const { DATABASE_URL, LATCHKEY_SECRET, SMTP_URL, EMAIL_FROM } = env;
  const problems: string[] = [];
  if (DATABASE_URL !== undefined && LATCHKEY_SECRET === undefined) {
    problems.push(
      'LATCHKEY_SECRET: missing; expected, together with DATABASE_URL, at least 32 characters that are the same on every node, such as the output of "openssl rand -base64 32"',
    );
  }
  if (SMTP_URL !== undefined && EMAIL_FROM === undefined) {
    problems.push('EMAIL_FROM: missing; expected, together with SMTP_URL, the sender address of mails');
  }
  return problems;
}

/** A process can listen on "any address", but nobody can connect to it. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function settingsOf(variables: ParsedVariables): Settings {
  const { SMTP_URL: smtpUrl, EMAIL_FROM: from } = variables;
  return {
    mode: variables.NODE_ENV,
    logLevel: variables.LOG_LEVEL,
    host: variables.HOST,
    port: variables.PORT,
    publicUrl: variables.LATCHKEY_PUBLIC_URL ?? null,
    serves: variables.LATCHKEY_SERVES,
    trustProxy: variables.LATCHKEY_TRUST_PROXY,
    databaseUrl: variables.DATABASE_URL ?? null,
    dataDirectory: variables.LATCHKEY_DATA_DIR,
    configPath: variables.LATCHKEY_CONFIG ?? null,
    secret: variables.LATCHKEY_SECRET ?? null,
    provision: {
      ownerEmail: variables.LATCHKEY_OWNER_EMAIL ?? null,
      ownerPassword: variables.LATCHKEY_OWNER_PASSWORD ?? null,
      organization: variables.LATCHKEY_ORGANIZATION ?? null,
      serviceToken: variables.LATCHKEY_SERVICE_TOKEN ?? null,
    },
    email: smtpUrl !== undefined && from !== undefined ? { smtpUrl, from } : null,
  };
}
