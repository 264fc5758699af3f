import { hash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type { Database, Transaction } from '../database/database.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { Refusal } from '../errors.ts';
import {
  type AttemptLimit,
  countAttempt,
  findBlock,
  isKnownNetwork,
  takeBack,
} from './attempt-limits.sql.ts';

/**
 * Guessing is slowed down by account and by address. docs/decisions/0005-sign-in.md explains the numbers. An attempt is
 * counted before the password is checked, so that concurrent attempts cannot exceed the allowance.
 */
const minute = 60;

/** One account from one network. Only users of that network can be slowed down by it. */
const accountAndNetwork = { allowance: 10, firstSeconds: 1, maxSeconds: 15 * minute };

/** One account from all networks. The maximum delay is short, because strangers can cause it. */
const account = { allowance: 30, firstSeconds: 1, maxSeconds: minute };

/** One network, for all accounts. Many people can share one address. */
const network = { allowance: 100, firstSeconds: 1, maxSeconds: 5 * minute };

/** Requests for links. Each sends a mail to somebody. */
const linkForAccount = { allowance: 5, firstSeconds: minute, maxSeconds: 5 * minute };
const linkFromNetwork = { allowance: 20, firstSeconds: minute, maxSeconds: 15 * minute };

/**
 * Invitations. Each sends a mail to a stranger. Both counts belong to one organization, so others cannot notice them.
 */
const invitationOfAddress = { allowance: 5, firstSeconds: minute, maxSeconds: 15 * minute };
const invitationByOrganization = { allowance: 200, firstSeconds: 1, maxSeconds: minute };

/** The limits that an attempt counts for. The limit of the account itself comes first. */
export type Attempt = readonly [AttemptLimit, ...AttemptLimit[]];

/**
 * Counts an attempt to guess the password of this email, or refuses it with RATE_LIMITED. Callers with unknown
 * addresses do not share a network: one attacker among them would block all others.
 */
export async function beginPasswordAttempt(
  database: Database,
  email: string,
  address: string | null,
): Promise<Attempt> {
  const ofAccount = { subject: subjectOf('account', email), ...account };
  if (address === null) return begin(database, [ofAccount]);
  const from = networkOf(address);
  // A network in which the person has a session is not slowed down by guesses from elsewhere.
  const known = await isKnownNetwork(database, email, from);
  return begin(database, [
    { subject: subjectOf('account and network', email, from), ...accountAndNetwork },
    ...(known ? [] : [ofAccount]),
    { subject: subjectOf('network', from), ...network },
  ]);
}

/** Counts a request for a link to this email, or refuses it with RATE_LIMITED. */
export async function beginLinkRequest(
  database: Database,
  email: string,
  address: string | null,
): Promise<void> {
  const ofAccount = { subject: subjectOf('link for account', email), ...linkForAccount };
  if (address === null) return void (await begin(database, [ofAccount]));
  await begin(database, [
    ofAccount,
    { subject: subjectOf('link from network', networkOf(address)), ...linkFromNetwork },
  ]);
}

/**
 * Counts the mail of an invitation to this address, or refuses it with RATE_LIMITED. It runs in the transaction that
 * sends the mail, so a mail that is not sent is not counted.
 */
export async function countInvitation(
  transaction: Transaction,
  organizationId: string,
  email: string,
): Promise<void> {
  const limits: Attempt = [
    { subject: subjectOf('invitation of address', organizationId, email), ...invitationOfAddress },
    { subject: subjectOf('invitation by organization', organizationId), ...invitationByOrganization },
  ];
  await begin(transaction, limits, 'Too many invitations.');
}

/** The password was right. The account's count starts again here, and this attempt is removed from the other counts. */
export async function endPasswordAttempt(
  database: Database,
  [accountHere, ...others]: Attempt,
): Promise<void> {
  await takeBack(database, accountHere, 'all');
  for (const limit of others) await takeBack(database, limit, 'one');
}

/** After a new password, guesses at the old one no longer matter, from any address. */
export async function forgiveAccount(
  database: Database,
  email: string,
  address: string | null,
): Promise<void> {
  const subjects = [subjectOf('account', email)];
  if (address !== null) subjects.push(subjectOf('account and network', email, networkOf(address)));
  for (const subject of subjects) await takeBack(database, { subject, ...account }, 'all');
}

/** Counts all limits or none. */
async function begin(
  database: Database | Transaction,
  attempt: Attempt,
  problem = 'Too many attempts.',
): Promise<Attempt> {
  // A fixed order, because two attempts could otherwise deadlock.
  const inOrder = attempt.toSorted((one, other) => Buffer.compare(one.subject, other.subject));
  await inTransaction(database, async (transaction) => {
    for (const limit of inOrder) {
      if (await countAttempt(transaction, limit)) continue;
      const { seconds } = await findBlock(transaction, limit.subject);
      const wait = seconds === 1 ? '1 second' : `${seconds} seconds`;
      throw new Refusal('RATE_LIMITED', `${problem} Try again in ${wait}.`, { retryAfterSeconds: seconds });
    }
  });
  return attempt;
}

/** Returns the canonical address as CIDR; for IPv6, the /64 that belongs to one customer. */
function networkOf(address: string): string {
  if (!address.includes(':')) return `${address}/32`;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString()}/64`;
}

/** Hashes the subject, so that the table does not show who tried to sign in from where. */
function subjectOf(...parts: string[]): Buffer {
  return hash('sha256', parts.join('\0'), 'buffer');
}
