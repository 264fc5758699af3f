import { Command } from 'commander';
import { loadConfig } from '../config/load-config.ts';
import { formatId } from '../lib/ids.ts';
import { createOrganizationAsOperator } from '../members/create-organization.ts';
import { listOrganizations } from '../organizations/organizations.sql.ts';
import { everything, withDatabase } from './database-access.ts';
import { formatJson, formatTable, type Output } from './output.ts';

type ListOptions = { json?: true };
type CreateOptions = { name: string; ownerEmail: string; plan?: string; externalId?: string; json?: true };

const everyOrganization = { text: null, id: null };

export function organizationCommands(variables: NodeJS.ProcessEnv, output: Output): Command {
  const group = new Command('organization').description('the product’s customers');
  group
    .command('create')
    .description('create an organization; its id is printed on standard output')
    .requiredOption('--name <text>', 'a name for people')
    .requiredOption('--owner-email <email>', 'the future owner; without an account they are invited by mail')
    .option('--plan <name>', 'a plan of the product’s configuration (default: its default plan)')
    .option('--external-id <id>', 'the product’s own id of it, which is accepted as external:<id>')
    .option('--json', 'print JSON')
    .action((options: CreateOptions) => create(variables, output, options));
  group
    .command('list')
    .description('list all, the latest first')
    .option('--json', 'print JSON')
    .action((options: ListOptions) => list(variables, output, options));
  return group;
}

async function create(
  variables: NodeJS.ProcessEnv,
  { result, remark }: Output,
  { name, ownerEmail, plan, externalId, json }: CreateOptions,
): Promise<void> {
  const created = await withDatabase(variables, async (services) => {
    const configuration = await loadConfig(services.configPath);
    const input = { name, ownerEmail, plan, externalId };
    return createOrganizationAsOperator({ ...services, configuration }, input);
  });
  const { organization, owner, invitation } = created;
  const id = formatId('organization', organization.id);
  const email = owner?.email ?? invitation?.email;
  if (json) {
    const { name: storedName, plan: storedPlan, externalId: ownId, createdAt } = organization;
    const ownership = owner === null ? 'INVITED' : 'MEMBER';
    return result(
      formatJson({
        id,
        externalId: ownId,
        name: storedName,
        plan: storedPlan,
        createdAt,
        owner: { email, status: ownership },
      }),
    );
  }
  remark(
    owner === null
      ? `Created ${organization.name}. ${email} has no account and is invited to own it: a running Latchkey sends the mail.`
      : `Created ${organization.name}, owned by ${owner.name} <${email}>.`,
  );
  result(id);
}

async function list(variables: NodeJS.ProcessEnv, { result }: Output, { json }: ListOptions): Promise<void> {
  const rows = await withDatabase(variables, ({ database }) =>
    listOrganizations(database, everyOrganization, everything),
  );
  const organizations = rows.map(({ id, externalId, name, plan, hasPaymentMethod, createdAt }) => ({
    id: formatId('organization', id),
    externalId,
    name,
    plan,
    hasPaymentMethod,
    createdAt,
  }));
  if (json) return result(formatJson(organizations));
  const cells = organizations.map(({ id, externalId, name, plan, hasPaymentMethod, createdAt }) => [
    id,
    name,
    plan,
    hasPaymentMethod ? 'yes' : 'no',
    createdAt.toISOString(),
    externalId ?? '',
  ]);
  result(formatTable(['ID', 'NAME', 'PLAN', 'PAYMENT METHOD', 'CREATED', 'EXTERNAL ID'], cells));
}
