import type { ActorReference } from '../access/actor-reference.ts';
import { authorizeService } from '../access/authorize.ts';
import type { RequestContext, Services } from '../access/context.ts';
import { type WithdrawnKey, withdrawExposedKey } from '../api-keys/withdraw-exposed-key.ts';
import { hashSecret } from '../lib/secrets.ts';
import { ensureReporter, findKnownTokens, insertExposure } from './exposures.sql.ts';

/** What somebody found, and where. */
export type FoundToken = {
  readonly token: string;
  /** An address of the place, where it has one. */
  readonly url: string | null;
  /** What kind of place it is: `commit`, `log`. */
  readonly source: string | null;
};

/** In the order of what was found; null: it is no key of this installation. */
export type ReportedKey = { readonly tokenHash: string; readonly key: WithdrawnKey | null };

/** What the services proper need: a report comes in no organization's name. */
type ReportServices = Pick<Services, 'database' | 'configuration' | 'log'>;

/** Reports by a service, with the permission to. */
export function reportExposures(
  context: RequestContext,
  found: readonly FoundToken[],
): Promise<ReportedKey[]> {
  const { id } = authorizeService(context.actor, 'REPORT_EXPOSURES');
  return report(context, { type: 'SERVICE', id }, found);
}

/**
 * GitHub's secret scanning as an actor. It proves itself by a signature and not by a token, so it
 * appears among the services, by this id, with its first true report.
 */
const github = { id: '01900000-0000-7000-8000-00000000617b', name: 'GitHub secret scanning' } as const;

/** Reports by GitHub, whose signature was checked. */
export function reportGithubExposures(
  services: ReportServices,
  found: readonly FoundToken[],
): Promise<ReportedKey[]> {
  return report(services, { type: 'SERVICE', id: github.id }, found);
}

async function report(
  services: ReportServices,
  reportedBy: ActorReference,
  found: readonly FoundToken[],
): Promise<ReportedKey[]> {
  const { database, log } = services;
  const hashes = found.map(({ token }) => hashSecret(token));
  const known = await findKnownTokens(database, hashes);
  const reported: ReportedKey[] = [];
  for (const [index, item] of found.entries()) {
    const hash = hashes[index] ?? hashSecret(item.token);
    const tokenHash = hash.toString('hex');
    const key = known.has(tokenHash) ? await withdrawAndRecord(services, reportedBy, item) : null;
    reported.push({ tokenHash, key });
  }
  const unknown = reported.filter(({ key }) => key === null).length;
  log.info({ reportedBy: reportedBy.id, found: found.length, unknown }, 'Exposed keys were reported');
  return reported;
}

/** One transaction a key: what is withdrawn stays so, whatever the next one meets. */
function withdrawAndRecord(
  { database, configuration }: ReportServices,
  reportedBy: ActorReference,
  { token, url, source }: FoundToken,
): Promise<WithdrawnKey | null> {
  return database.transaction().execute(async (transaction) => {
    if (reportedBy.id === github.id) await ensureReporter(transaction, github);
    const key = await withdrawExposedKey(
      transaction,
      configuration.exposedKeys,
      hashSecret(token),
      reportedBy,
    );
    if (key === null) return null;
    const { organizationId, apiKeyId, secretId, outcome } = key;
    const place = { url: addressOf(url, token), source: textOf(source, token, longestSource) };
    const exposure = { organizationId, apiKeyId, apiKeySecretId: secretId, outcome, ...place };
    await insertExposure(transaction, exposure, reportedBy);
    return key;
  });
}

const longestUrl = 2000;
const longestSource = 100;

/** Only what a browser may be sent to: the dashboard shows it as a link. */
function addressOf(url: string | null, token: string): string | null {
  const text = textOf(url, token, longestUrl);
  const protocol = text === null ? undefined : URL.parse(text)?.protocol;
  return protocol === 'https:' || protocol === 'http:' ? text : null;
}

/** Without the key, which the reporter may have put into it, and without what PostgreSQL cannot hold. */
function textOf(text: string | null, token: string, most: number): string | null {
  const clean = (text ?? '')
    .toWellFormed()
    .replaceAll(token, '[redacted]')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  return clean === '' ? null : [...clean].slice(0, most).join('');
}
