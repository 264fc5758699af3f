import { errors } from '../src/errors.ts';
import { type Permission, permissionNames, permissions } from '../src/permissions.ts';

/** Writes the pages about permissions and errors in docs/ from the tables in the code. */
export async function generateTables(): Promise<Record<string, string>> {
  return { 'docs/permissions.md': permissionsPage(), 'docs/errors.md': errorsPage() };
}

function permissionsPage(): string {
  const rows = permissionNames.map((name) => [
    `\`${name}\``,
    permissions[name].description,
    rolesOf(name),
    permissions[name].grantable ? 'yes' : 'no',
    permissions[name].keyScopes.map((scope) => `\`${scope}\``).join(', ') || '–',
  ]);
  return `${note}
# Permissions

This table lists all permissions and who holds them. The product's configuration names the roles that hold
\`MANAGE_API_KEYS\` (\`manageKeysByDefault\`); the table shows the default. A service token can hold any of them. It holds
those that it was created with. It acts in the organization that a request names with \`Latchkey-Organization\`.

${table(['permission', 'allows', 'roles', 'can be granted beside the role', 'scopes of a key'], rows)}`;
}

function rolesOf(name: Permission): string {
  const { roles, within } = permissions[name];
  return within === 'INSTALLATION' ? 'only service tokens' : roles.join(', ').toLowerCase();
}

function errorsPage(): string {
  const rows = Object.entries(errors).map(([code, { status, title, remedy }]) => [
    `\`${code}\``,
    String(status),
    title,
    remedy,
  ]);
  return `${note}
# Errors

These are the codes of refusals and outcomes. In GraphQL, a refusal is a top-level error with \`extensions.code\`, and an
outcome is a member of the mutation's result union. In REST, both are problem documents (RFC 9457) with \`code\`. The
status is that of a REST answer, and of a GraphQL answer with a refusal. In REST, \`BAD_USER_INPUT\` has the status 422 if
the body could be read and has wrong values. The README lists the codes of a verification.

${table(['code', 'status', 'meaning', 'what to do'], rows)}`;
}

const note = '<!-- Written by `npm run generate`. Change src/permissions.ts or src/errors.ts instead. -->';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}
