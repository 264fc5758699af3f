import type { Anchor } from './anchor-check.ts';
import { type Checkpoint, type CheckpointDocument, CheckpointProblem, openCheckpoint } from './checkpoint.ts';
import { type Check, checks, type Finding } from './findings.ts';
import {
  type AuditedEvent,
  createLogCheck,
  type DeletedPart,
  type LogCheck,
  type LogVerdict,
} from './log-check.ts';

/** What an audit reads, from the database or from an export. The entries of one log come in its order. */
export type AuditEntry =
  | ({ readonly kind: 'EVENT'; readonly organizationId: string | null } & AuditedEvent)
  /** Events up to this one were deleted because of their age. */
  | ({ readonly kind: 'DELETED'; readonly organizationId: string | null } & DeletedPart)
  /** The log ends here. */
  | ({ readonly kind: 'END'; readonly organizationId: string | null } & DeletedPart)
  /** An export ends with a checkpoint of its logs. */
  | { readonly kind: 'CHECKPOINT'; readonly document: CheckpointDocument };

export type Verdict = {
  readonly results: Readonly<Record<Check, 'HOLDS' | 'UNKNOWN' | 'FAILS'>>;
  readonly findings: readonly Finding[];
  readonly logs: readonly LogVerdict[];
  /** The checkpoints from before that have a valid signature. */
  readonly checkpoints: readonly Checkpoint[];
};

export type VerifyOptions = {
  /** Checkpoints from before, each with the name that findings use. */
  readonly checkpoints: readonly { readonly name: string; readonly document: CheckpointDocument }[];
  /** The verifier key that the reader knows from elsewhere. Null: that of the first checkpoint. */
  readonly trustedKey: string | null;
  /** Only this log. Undefined: all logs that there are. */
  readonly only?: string | null | undefined;
};

/** Checks logs against themselves and against checkpoints from before. */
export async function verifyLogs(
  entries: AsyncIterable<readonly AuditEntry[]>,
  { checkpoints: given, trustedKey, only }: VerifyOptions,
): Promise<Verdict> {
  const key = trustedKey ?? given[0]?.document.verifier_key ?? null;
  const opened = given.map(({ name, document }) => opening(name, document, key));
  const checkpoints = opened.flatMap(({ checkpoint }) => checkpoint ?? []);
  const { running, ends, last } = await readEntries(entries, { checkpoints, key, only });
  const ids = [...running.keys()].toSorted((one, other) => ((one ?? '') < (other ?? '') ? -1 : 1));
  const logs = ids.flatMap((id) => running.get(id)?.end(ends.get(id) ?? null) ?? []);
  const ofOne =
    last?.checkpoint && !last.checkpoint.isWhole ? last.checkpoint.logs[0]?.organizationId : undefined;
  const findings = [
    ...opened.flatMap(({ finding }) => finding ?? []),
    ...(last?.finding ? [last.finding] : []),
    ...logs.flatMap((log) => log.findings),
    ...missingLogs(checkpoints, only === undefined ? ofOne : only, running),
  ];
  return { results: resultsOf(findings), findings, logs, checkpoints };
}

type Opened = { readonly checkpoint: Checkpoint | null; readonly finding: Finding | null };

type Read = {
  readonly running: ReadonlyMap<string | null, LogCheck>;
  readonly ends: ReadonlyMap<string | null, DeletedPart>;
  /** The checkpoint at the end of an export. */
  readonly last: Opened | null;
};

async function readEntries(
  entries: AsyncIterable<readonly AuditEntry[]>,
  {
    checkpoints,
    key,
    only,
  }: { readonly checkpoints: readonly Checkpoint[]; readonly key: string | null } & Pick<
    VerifyOptions,
    'only'
  >,
): Promise<Read> {
  const anchorsOf = anchorsByLog(checkpoints);
  const running = new Map<string | null, LogCheck>();
  const ends = new Map<string | null, DeletedPart>();
  let last: Opened | null = null;
  const checkOf = (organizationId: string | null) => {
    const check =
      running.get(organizationId) ?? createLogCheck(organizationId, anchorsOf.get(organizationId) ?? []);
    running.set(organizationId, check);
    return check;
  };
  const endsAt = ({ organizationId, ...end }: DeletedPart & { readonly organizationId: string | null }) => {
    if (only !== undefined && only !== organizationId) return;
    checkOf(organizationId);
    ends.set(organizationId, end);
  };
  for await (const batch of entries) {
    for (const entry of batch) {
      if (entry.kind === 'CHECKPOINT') {
        last = opening('the checkpoint of the export', entry.document, key);
        last.checkpoint?.logs.forEach(endsAt);
      } else if (entry.kind === 'END') endsAt(entry);
      else if (only !== undefined && only !== entry.organizationId) continue;
      else if (entry.kind === 'EVENT') checkOf(entry.organizationId).add(entry);
      else checkOf(entry.organizationId).deletedUpTo(entry);
    }
  }
  return { running, ends, last };
}

/** A checkpoint that somebody else signed is a finding, and nothing is compared with it. */
function opening(name: string, document: CheckpointDocument, key: string | null): Opened {
  try {
    return { checkpoint: openCheckpoint(document, key), finding: null };
  } catch (error) {
    if (!(error instanceof CheckpointProblem)) throw error;
    const message = `${name}: ${error.message}`;
    return {
      checkpoint: null,
      finding: { check: 'signature', result: 'FAILS', organizationId: null, message },
    };
  }
}

function anchorsByLog(checkpoints: readonly Checkpoint[]): ReadonlyMap<string | null, readonly Anchor[]> {
  const anchors = checkpoints.flatMap(({ logs, time }) => logs.map((log) => ({ ...log, time })));
  return Map.groupBy(anchors, ({ organizationId }) => organizationId);
}

function missingLogs(
  checkpoints: readonly Checkpoint[],
  only: string | null | undefined,
  present: ReadonlyMap<string | null, unknown>,
): Finding[] {
  return checkpoints.flatMap(({ logs, time }) =>
    logs
      .filter(({ organizationId, sequence }) => sequence > 0 && !present.has(organizationId))
      .filter(({ organizationId }) => only === undefined || only === organizationId)
      .map(({ organizationId, sequence }) => ({
        check: 'completeness',
        result: 'FAILS',
        organizationId,
        message: `the whole log is missing: the checkpoint of ${time.toISOString()} shows ${sequence} events`,
      })),
  );
}

function resultsOf(findings: readonly Finding[]): Verdict['results'] {
  const resultOf = (check: Check) => {
    const results = findings.filter((finding) => finding.check === check).map(({ result }) => result);
    if (results.includes('FAILS')) return 'FAILS';
    return results.includes('UNKNOWN') ? 'UNKNOWN' : 'HOLDS';
  };
  const [content, order, completeness, time, signature] = checks;
  return {
    [content]: resultOf(content),
    [order]: resultOf(order),
    [completeness]: resultOf(completeness),
    [time]: resultOf(time),
    [signature]: resultOf(signature),
  };
}
