import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Command, InvalidArgumentError } from 'commander';
import { checkpointSigned } from '../audit/audit.events.ts';
import { auditEntries, headsOf } from '../audit/audit-entries.ts';
import { signNow } from '../audit/audit-tasks.ts';
import { checkpointDocumentSchema, signCheckpoint } from '../audit/checkpoint.ts';
import { ExportProblem, exportLines, readExport } from '../audit/export.ts';
import { checks } from '../audit/findings.ts';
import { isAddress, keepCheckpoint } from '../audit/keep-checkpoint.ts';
import { createNoteSigner, type NoteSigner, readVerifierKey } from '../audit/signed-note.ts';
import { verdictJson, verdictText } from '../audit/verdict-text.ts';
import { type Verdict, verifyLogs } from '../audit/verify-logs.ts';
import { readSecret } from '../config/read-secret.ts';
import { withVariablesFile } from '../config/variables-file.ts';
import { messageOf } from '../database/server-problems.ts';
import { parseId } from '../lib/ids.ts';
import { readLogStates, type WhichLogs } from '../log/audit-entries.sql.ts';
import { causeWithoutRequest } from '../log/cause.ts';
import { recordEvents } from '../log/record-events.ts';
import { StartError } from '../start-error.ts';
import { withDatabase } from './database-access.ts';
import { Exit } from './exit.ts';
import { formatJson, type Output } from './output.ts';
import { pathFromTypedFolder } from './typed-folder.ts';

type VerifyOptions = { checkpoint: string[]; key?: string; organization?: string; json?: true };

const exitCodes = { fails: 3, unknown: 4 };

export function auditCommands(variables: NodeJS.ProcessEnv, output: Output): Command {
  const group = new Command('audit').description('prove that nobody changed the log of events');
  group
    .command('verify')
    .description('check the log in the database, or in an export without any database')
    .argument('[export]', 'the file of "latchkey audit export" (default: the database)')
    .option('--checkpoint <file>', 'a checkpoint from before; may be repeated', collect, [])
    .option(
      '--key <verifier key>',
      'the key that must have signed it (default: the one in the first checkpoint)',
      requireVerifierKey,
    )
    .option('--organization <id>', 'only the log of this organization, org_…', requireOrganization)
    .option('--json', 'print JSON')
    .addHelpText('after', verifyHelp)
    .action((file: string | undefined, options: VerifyOptions) => verify(variables, output, file, options));
  group
    .command('anchor')
    .description('sign what the log contains now, and keep the checkpoint outside of the database')
    .requiredOption('--to <file or URL>', 'a new file, or an https address that takes it by POST')
    .addHelpText('after', anchorHelp)
    .action(({ to }: { to: string }) => anchor(variables, output, to));
  group
    .command('export')
    .description('print the log as JSON lines, with a checkpoint at its end')
    .option('--organization <id>', 'only the log of this organization, org_…', requireOrganization)
    .addHelpText(
      'after',
      '\nThe lines contain addresses and emails of people, except of those who were erased.',
    )
    .action(({ organization }: { organization?: string }) => exportLog(variables, output, organization));
  group
    .command('key')
    .description('print the verifier key, with which others check the signatures of checkpoints')
    .action(async () => output.result((await signerOf(variables)).verifierKey));
  return group;
}

const verifyHelp = `
It says apart from each other whether the content, the order and the completeness of the log hold, whether its times
fit the checkpoints, and whether these are signed with the right key. Without a checkpoint that was kept elsewhere,
nobody can tell a log from one that was written anew.

Exit codes: 0 all holds, 3 something does not hold, 4 something cannot be shown, 1 not verified, 2 wrongly called.

Examples:
  latchkey audit verify --checkpoint /mnt/worm/2026-12-01.json
  latchkey audit verify export.jsonl --checkpoint 2026-12-01.json --key "latchkey/5c3a…+c74f20a3+ARpc…"`;

const anchorHelp = `
Keep checkpoints where nobody who can change the database can change them: a disk that is written once, another
company, a printed page. A file that exists is not replaced.

Example, daily by cron:
  latchkey audit anchor --to /mnt/worm/$(date +%F).json`;

function collect(value: string, former: readonly string[]): string[] {
  return [...former, value];
}

async function signerOf(variables: NodeJS.ProcessEnv): Promise<NoteSigner> {
  return createNoteSigner(await readSecret(withVariablesFile(variables)));
}

async function verify(
  variables: NodeJS.ProcessEnv,
  { result }: Output,
  file: string | undefined,
  { checkpoint, key, organization, json }: VerifyOptions,
): Promise<void> {
  const which = logOf(organization);
  const checkpoints = await Promise.all(checkpoint.map((path) => readCheckpointFile(path, variables)));
  const options = { checkpoints, trustedKey: key ?? null, only: organization };
  const verdict =
    file === undefined
      ? await withDatabase(variables, async ({ database }) =>
          verifyLogs(auditEntries(database, which, await readLogStates(database, which)), options),
        )
      : await verifyFile(pathFromTypedFolder(file, variables), options);
  result(json ? formatJson(verdictJson(verdict)) : verdictText(verdict));
  const code = exitCodeOf(verdict);
  if (code !== null) throw new Exit(code);
}

function exitCodeOf({ results }: Verdict): number | null {
  const all = checks.map((check) => results[check]);
  if (all.includes('FAILS')) return exitCodes.fails;
  return all.includes('UNKNOWN') ? exitCodes.unknown : null;
}

async function verifyFile(path: string, options: Parameters<typeof verifyLogs>[1]): Promise<Verdict> {
  const input = createReadStream(path);
  try {
    return await verifyLogs(
      readExport(createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })),
      options,
    );
  } catch (error) {
    if (error instanceof ExportProblem) throw new StartError(`${path}: ${error.message}`, { cause: error });
    if (error instanceof Error && 'code' in error)
      throw new StartError(`${path} cannot be read: ${messageOf(error)}`, { cause: error });
    throw error;
  } finally {
    input.destroy();
  }
}

async function readCheckpointFile(name: string, variables: NodeJS.ProcessEnv) {
  const text = await readFile(pathFromTypedFolder(name, variables), 'utf8').catch((error: unknown) => {
    throw new StartError(`--checkpoint: ${name} cannot be read: ${messageOf(error)}`, { cause: error });
  });
  const parsed = checkpointDocumentSchema.safeParse(jsonOf(text));
  if (parsed.success) return { name, document: parsed.data };
  throw new StartError(
    `--checkpoint: ${name} is not a checkpoint, as "latchkey audit anchor" and GET /v1/audit/checkpoint write it`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function logOf(organization: string | undefined): WhichLogs {
  return organization === undefined ? undefined : parseId('organization', organization);
}

function requireOrganization(text: string): string {
  if (parseId('organization', text) !== null) return text;
  throw new InvalidArgumentError('expected an id such as org_01h455vb4pex5vsknk084sn02q');
}

function requireVerifierKey(text: string): string {
  if (readVerifierKey(text) !== null) return text.trim();
  throw new InvalidArgumentError('expected a verifier key, as "latchkey audit key" prints it');
}

/** The event comes last: it says that the checkpoint was kept. */
async function anchor(variables: NodeJS.ProcessEnv, { remark }: Output, to: string): Promise<void> {
  const signer = await signerOf(variables);
  const { whole } = await withDatabase(variables, async ({ database, clock }) => {
    const signed = await signNow({ database, clock, signer });
    const destination = isAddress(to) ? to : pathFromTypedFolder(to, variables);
    await keepCheckpoint(destination, `${formatJson(signed.whole)}\n`);
    const cause = causeWithoutRequest('COMMAND_LINE', clock.now());
    await database
      .transaction()
      .execute((transaction) => recordEvents(transaction, cause, [checkpointSigned(signed)]));
    return signed;
  });
  remark(`Kept a checkpoint of ${whole.logs.length} logs. Key of the signature: ${whole.verifier_key}`);
}

async function exportLog(
  variables: NodeJS.ProcessEnv,
  { result }: Output,
  organization: string | undefined,
): Promise<void> {
  const which = logOf(organization);
  const signer = await signerOf(variables);
  await withDatabase(variables, async ({ database, clock }) => {
    const states = await readLogStates(database, undefined);
    const signed = signCheckpoint(signer, headsOf(states), clock.now());
    const document = organization === undefined ? signed.whole : signed.partOf(organization);
    if (document === null) throw new StartError(`${organization} has no log of events`);
    const exported = states.filter(({ organizationId }) => which === undefined || which === organizationId);
    for await (const lines of exportLines(auditEntries(database, which, exported), document)) {
      result(lines.trimEnd());
    }
  });
}
