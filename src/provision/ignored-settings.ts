import type { Services } from '../access/context.ts';
import type { Settings } from '../config/settings.ts';
import { normalizeEmail } from '../lib/email.ts';
import { hashSecret } from '../lib/secrets.ts';
import { verifyPassword } from '../users/passwords.ts';
import { findSetUp, isEmpty } from './provision.sql.ts';
import { defaultOrganization, defaultOwnerEmail } from './provision.ts';

/**
 * Settings for the first start apply only to an empty database, which people who change them later do not expect.
 * Returns one line with the remedy for each setting that differs from the database. Returns none for an empty
 * database.
 */
export async function ignoredSettings(
  { database }: Pick<Services, 'database'>,
  settings: Settings['provision'],
): Promise<string[]> {
  if (await isEmpty(database)) return [];
  const ownerEmail = normalizeEmail(settings.ownerEmail ?? defaultOwnerEmail);
  const organization = settings.organization ?? defaultOrganization;
  const tokenHash = hashSecret(settings.serviceToken ?? '');
  const found = await findSetUp(database, { ownerEmail, organization, tokenHash });
  const lines: string[] = [];
  if (settings.ownerEmail !== null && !found.hasOwner) {
    lines.push(ignored('LATCHKEY_OWNER_EMAIL', 'nobody has this email; invite them as an owner'));
  }
  if (settings.ownerPassword !== null && found.hasOwner) {
    const { correct } = await verifyPassword(settings.ownerPassword, found.passwordHash);
    const remedy = `it is not the password of ${ownerEmail}; set theirs with "latchkey user set-password --email ${ownerEmail}"`;
    if (!correct) lines.push(ignored('LATCHKEY_OWNER_PASSWORD', remedy));
  }
  if (settings.organization !== null && !found.hasOrganization) {
    const remedy = 'no organization has this name; create one with "latchkey organization create"';
    lines.push(ignored('LATCHKEY_ORGANIZATION', remedy));
  }
  if (settings.serviceToken !== null && !found.hasToken) {
    const remedy = 'no service token is equal to it; create one with "latchkey service-token create"';
    lines.push(ignored('LATCHKEY_SERVICE_TOKEN', remedy));
  }
  return lines;
}

function ignored(variable: string, remedy: string): string {
  return `${variable} is ignored, because it applies only to an empty database: ${remedy}, or unset it`;
}
