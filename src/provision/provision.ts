import type { Services } from '../access/context.ts';
import type { Settings } from '../config/settings.ts';
import { normalizeEmail } from '../lib/email.ts';
import { newUuid } from '../lib/ids.ts';
import { newSecret } from '../lib/secrets.ts';
import { causeWithoutRequest } from '../log/cause.ts';
import { recordEvents } from '../log/record-events.ts';
import { organizationCreated } from '../organizations/organization.events.ts';
import { permissionNames } from '../permissions.ts';
import { serviceTokenEvent } from '../service-tokens/service-token.events.ts';
import { newServiceToken } from '../service-tokens/service-token-format.ts';
import { StartError } from '../start-error.ts';
import { type KnownWords, passwordProblem } from '../users/password-rules.ts';
import { hashPassword } from '../users/passwords.ts';
import { insertFirstRows, isEmpty, lockProvisioning } from './provision.sql.ts';

export const defaultOwnerEmail = 'owner@example.com';
export const defaultOrganization = 'Acme';

/** The result of the first start. Secrets that the operator chose are null, so that they are not shown again. */
export type Provisioned = {
  readonly ownerEmail: string;
  readonly ownerPassword: string | null;
  readonly organizationId: string;
  readonly serviceToken: string | null;
};

/**
 * Creates the owner, organization and service token in an empty database. Any number of nodes may call it at once: one
 * creates them and returns what it generated, the others return null.
 */
export async function provision(
  { database, configuration, clock }: Pick<Services, 'database' | 'configuration' | 'clock'>,
  settings: Settings['provision'],
): Promise<Provisioned | null> {
  if (!(await isEmpty(database))) return null;
  const ownerEmail = normalizeEmail(settings.ownerEmail ?? defaultOwnerEmail);
  const organizationName = settings.organization ?? defaultOrganization;
  const { productName } = configuration;
  const known = { email: ownerEmail, organization: organizationName, productName };
  const password = (await checkedPassword(settings.ownerPassword, known)) ?? newSecret().slice(0, 20);
  const passwordHash = await hashPassword(password);
  const serviceToken = newServiceToken(settings.serviceToken);
  const organizationId = newUuid();
  return database.transaction().execute(async (transaction) => {
    await lockProvisioning(transaction);
    if (!(await isEmpty(transaction))) return null;
    const first = await insertFirstRows(transaction, {
      owner: { email: ownerEmail, name: nameFrom(ownerEmail), passwordHash },
      organization: {
        id: organizationId,
        name: organizationName,
        plan: configuration.defaultPlan,
      },
      // The operator's token. It has every permission and can create tokens with fewer.
      serviceToken: { ...serviceToken.stored, name: 'First start', permissions: [...permissionNames] },
    });
    await recordEvents(transaction, causeWithoutRequest('SYSTEM', clock.now()), [
      organizationCreated(first.organization),
      serviceTokenEvent('SERVICE_TOKEN_CREATED', first.serviceToken),
    ]);
    return {
      ownerEmail,
      ownerPassword: settings.ownerPassword === null ? password : null,
      organizationId,
      serviceToken: settings.serviceToken === null ? serviceToken.token : null,
    };
  });
}

/** Whether the database has been provisioned, or filled with the command line. */
export async function isSetUp(database: Services['database']): Promise<boolean> {
  return !(await isEmpty(database));
}

async function checkedPassword(password: string | null, known: KnownWords): Promise<string | null> {
  const problem = password === null ? null : await passwordProblem(password, known);
  if (problem !== null) throw new StartError(`LATCHKEY_OWNER_PASSWORD: ${problem}`);
  return password;
}

/** The name until the owner changes it: `ada` for `ada@example.com`. */
function nameFrom(email: string): string {
  return email.slice(0, email.lastIndexOf('@'));
}
