import { z } from 'zod';
import { createMerkleTree, rootFromProof } from './merkle-tree.ts';
import { type NoteSigner, openNote, readVerifierKey } from './signed-note.ts';

/** The end of one log: its last event, and the hash of the log up to it. */
export type LogHead = {
  /** `org_…`. Null: the log of the installation. */
  readonly organizationId: string | null;
  readonly sequence: number;
  readonly head: Buffer;
};

/** A checkpoint whose signature and proof were checked. */
export type Checkpoint = {
  readonly time: Date;
  readonly verifierKey: string;
  readonly logs: readonly LogHead[];
  /** The checkpoint lists all logs of the installation, so none may be missing. */
  readonly isWhole: boolean;
};

/** A checkpoint as files, answers and exports hold it. */
export const checkpointDocumentSchema = z.object({
  checkpoint: z
    .string()
    .describe('A signed note (c2sp.org/tlog-checkpoint): name, number of logs, root, time, signature.'),
  verifier_key: z.string().describe('The public key of the signature: `<name>+<key id>+<key>`.'),
  logs: z
    .array(
      z.object({
        organization_id: z.string().nullable().describe('Null: the log of the installation.'),
        sequence: z.int().min(0).describe('The last event of the log.'),
        head: z.base64().describe('The hash of the log up to this event.'),
      }),
    )
    .describe('The log of the organization; for an operator all logs, in the order of the tree.'),
  proof: z
    .object({ index: z.int().min(0), hashes: z.array(z.base64()) })
    .nullable()
    .describe('How the log leads to the root (RFC 6962). Null: `logs` are all leaves of the tree.'),
});

export type CheckpointDocument = z.output<typeof checkpointDocumentSchema>;

/** A checkpoint of all logs at one moment. */
export type SignedCheckpoint = {
  readonly note: string;
  readonly whole: CheckpointDocument;
  /** The part of one organization. Null: it has no event yet. */
  partOf(organizationId: string): CheckpointDocument | null;
};

/** Signs the root of the tree that has one leaf for each log, in the order of `logs`. */
export function signCheckpoint(
  { sign, name, verifierKey }: NoteSigner,
  logs: readonly LogHead[],
  time: Date,
): SignedCheckpoint {
  const shown = logs.map(({ organizationId, sequence, head }) => ({
    organization_id: organizationId,
    sequence,
    head: head.toString('base64'),
  }));
  const tree = createMerkleTree(shown.map(leafOf));
  const root = tree.root.toString('base64');
  const note = sign(`${name}\n${tree.size}\n${root}\n${timePrefix}${time.toISOString()}\n`);
  const common = { checkpoint: note, verifier_key: verifierKey };
  return {
    note,
    whole: { ...common, logs: shown, proof: null },
    partOf(organizationId) {
      const index = shown.findIndex((log) => log.organization_id === organizationId);
      const log = shown[index];
      if (log === undefined) return null;
      const hashes = tree.proofOf(index).map((hash) => hash.toString('base64'));
      return { ...common, logs: [log], proof: { index, hashes } };
    },
  };
}

/** The checkpoint lists something else than what was signed, or somebody else signed it. */
export class CheckpointProblem extends Error {
  override readonly name = 'CheckpointProblem';
}

/**
 * Checks the signature and that the logs lead to the signed root. `trustedKey` is the verifier key that the reader
 * knows from elsewhere; without it, the signature only shows that the document is whole. Throws CheckpointProblem.
 */
export function openCheckpoint(
  { checkpoint, verifier_key: ownKey, logs, proof }: CheckpointDocument,
  trustedKey: string | null,
): Checkpoint {
  const verifierKey = trustedKey ?? ownKey;
  const verifier = readVerifierKey(verifierKey);
  if (verifier === null) throw new CheckpointProblem(`"${verifierKey}" is not a verifier key`);
  const text = openNote(checkpoint, verifier);
  if (text === null) throw new CheckpointProblem(`it is not signed with the key ${verifierKey}`);
  const [origin, size, root, ...extensions] = text.trimEnd().split('\n');
  const time = new Date(
    extensions.find((line) => line.startsWith(timePrefix))?.slice(timePrefix.length) ?? '',
  );
  if (origin !== verifier.name || !/^(0|[1-9]\d{0,14})$/.test(size ?? '') || Number.isNaN(time.getTime()))
    throw new CheckpointProblem('its text is not a checkpoint of Latchkey');
  if (rootOf({ logs, proof }, Number(size)) !== root)
    throw new CheckpointProblem('its logs are not those that were signed');
  return { time, verifierKey, logs: logs.map(headOf), isWhole: proof === null };
}

const timePrefix = 'time ';

function rootOf({ logs, proof }: Pick<CheckpointDocument, 'logs' | 'proof'>, size: number): string | null {
  if (proof === null) {
    return logs.length === size ? createMerkleTree(logs.map(leafOf)).root.toString('base64') : null;
  }
  const [log, ...others] = logs;
  if (log === undefined || others.length > 0) return null;
  const hashes = proof.hashes.map((hash) => Buffer.from(hash, 'base64'));
  return rootFromProof(leafOf(log), { index: proof.index, size, proof: hashes })?.toString('base64') ?? null;
}

type ShownLog = CheckpointDocument['logs'][number];

/** The text of a leaf, such as `org_01h455vb4pex5vsknk084sn02q 12 <base64>`. */
function leafOf({ organization_id, sequence, head }: ShownLog): string {
  return `${organization_id ?? 'installation'} ${sequence} ${head}`;
}

function headOf({ organization_id, sequence, head }: ShownLog): LogHead {
  return { organizationId: organization_id, sequence, head: Buffer.from(head, 'base64') };
}
