import type { ActorReference } from '../access/actor-reference.ts';
import { authorizeService } from '../access/authorize.ts';
import { causeOf } from '../access/cause-of.ts';
import type { RequestContext, Services } from '../access/context.ts';
import { query } from '../access/operation.ts';
import { exposureEvents } from '../api-keys/api-key.events.ts';
import { knownTokens, type WithdrawnKey, withdrawExposedKeys } from '../api-keys/withdraw-exposed-keys.ts';
import { hashSecret } from '../lib/secrets.ts';
import { type Cause, causeWithoutRequest } from '../log/cause.ts';
import { recordEvents } from '../log/record-events.ts';
import { ensureReporter } from '../service-tokens/service-tokens.sql.ts';
import { type ExposureRow, findExposures, insertExposures, type NewExposure } from './exposures.sql.ts';

/** A found key and its place. */
export type FoundToken = {
  readonly token: string;
  /** The address of the place, if it has one. */
  readonly url: string | null;
  /** The kind of place: `commit`, `log`. */
  readonly source: string | null;
};

/** In the order of the report. `key` is null if it is not a key of this installation. */
export type ReportedKey = { readonly tokenHash: string; readonly key: WithdrawnKey | null };

/** Only these services, because a report belongs to no organization and has no request context. */
type ReportServices = Pick<Services, 'database' | 'configuration' | 'log' | 'clock' | 'sealer'>;

/** Returns the exposures of each of these keys, in the order of the ids. */
export const exposuresOfKeys = query(
  'READ_API_KEYS',
  async ({ database, actor }, keyIds: readonly string[]): Promise<ExposureRow[][]> => {
    const rows = await findExposures(database, actor.organizationId, keyIds);
    return keyIds.map((id) => rows.filter(({ apiKeyId }) => apiKeyId === id));
  },
);

/** Handles a report by a service. Requires REPORT_EXPOSURES. */
export function reportExposures(
  context: RequestContext,
  found: readonly FoundToken[],
): Promise<ReportedKey[]> {
  const { id } = authorizeService(context.actor, 'REPORT_EXPOSURES');
  return report(context, causeOf(context), { type: 'SERVICE', id }, found);
}

/**
 * GitHub's secret scanning as an actor. It authenticates by a signature and not by a token. Its first report of a real
 * key adds it to the services under this id.
 */
const github = { id: '01900000-0000-7000-8000-00000000617b', name: 'GitHub secret scanning' } as const;

/** Handles a report by GitHub. The caller has checked its signature. */
export function reportGithubExposures(
  services: ReportServices,
  found: readonly FoundToken[],
): Promise<ReportedKey[]> {
  const cause = {
    ...causeWithoutRequest('SIGNED_REPORT', services.clock.now()),
    actor: { type: 'SERVICE', id: github.id, idKind: 'serviceToken' },
  } as const;
  return report(services, cause, { type: 'SERVICE', id: github.id }, found);
}

/** Limits the keys of one transaction, which locks all of them until it ends. */
const maxKeysAtOnce = 500;

async function report(
  services: ReportServices,
  cause: Cause,
  reportedBy: ActorReference,
  found: readonly FoundToken[],
): Promise<ReportedKey[]> {
  const { database, log } = services;
  const hashed = found.map((item) => ({ ...item, hash: hashSecret(item.token) }));
  const known = await knownTokens(
    database,
    hashed.map(({ hash }) => hash),
  );
  const ofKeys = hashed.filter(({ hash }) => known.has(hash.toString('hex')));
  const withdrawn = new Map<HashedToken, WithdrawnKey | null>();
  for (let start = 0; start < ofKeys.length; start += maxKeysAtOnce) {
    const batch = ofKeys.slice(start, start + maxKeysAtOnce);
    const keys = await withdrawAndRecord(services, cause, reportedBy, batch);
    for (const [index, item] of batch.entries()) withdrawn.set(item, keys[index] ?? null);
  }
  services.sealer.wake();
  const unknown = found.length - ofKeys.length;
  log.info({ reportedBy: reportedBy.id, found: found.length, unknown }, 'Exposed keys were reported');
  return hashed.map((item) => ({ tokenHash: item.hash.toString('hex'), key: withdrawn.get(item) ?? null }));
}

type HashedToken = FoundToken & { readonly hash: Buffer };

/** Uses a transaction for each batch, so that a failure in a later batch undoes nothing. */
function withdrawAndRecord(
  { database, configuration }: ReportServices,
  cause: Cause,
  reportedBy: ActorReference,
  batch: readonly HashedToken[],
): Promise<(WithdrawnKey | null)[]> {
  return database.transaction().execute(async (transaction) => {
    if (reportedBy.id === github.id) await ensureReporter(transaction, github);
    const hashes = batch.map(({ hash }) => hash);
    const keys = await withdrawExposedKeys({ transaction, configuration }, hashes, reportedBy);
    const exposures = batch.flatMap((item, index) => exposuresOf(item, keys[index] ?? null));
    await insertExposures(transaction, exposures, reportedBy);
    const events = batch.flatMap((item, index) => {
      const key = keys[index];
      return key == null ? [] : exposureEvents(configuration, key, placeOf(item));
    });
    await recordEvents(transaction, cause, events);
    return keys;
  });
}

function exposuresOf(item: FoundToken, key: WithdrawnKey | null): NewExposure[] {
  if (key === null) return [];
  const { organizationId, apiKeyId, secretId, outcome } = key;
  return [{ organizationId, apiKeyId, apiKeySecretId: secretId, outcome, ...placeOf(item) }];
}

function placeOf({ token, url, source }: FoundToken) {
  return { url: addressOf(url, token), source: textOf(source, token, maxSourceLength) };
}

const maxUrlLength = 2000;
const maxSourceLength = 100;

/** Keeps only http and https addresses, because the dashboard shows them as links. */
function addressOf(url: string | null, token: string): string | null {
  const text = textOf(url, token, maxUrlLength);
  const protocol = text === null ? undefined : URL.parse(text)?.protocol;
  return protocol === 'https:' || protocol === 'http:' ? text : null;
}

/** Removes the key, which the reporter may have included, and characters that PostgreSQL cannot store. */
function textOf(text: string | null, token: string, most: number): string | null {
  const clean = (text ?? '')
    .toWellFormed()
    .replaceAll(token, '[redacted]')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  return clean === '' ? null : [...clean].slice(0, most).join('');
}
