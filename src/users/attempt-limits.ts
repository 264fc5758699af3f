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

/*
 * Guessing is slowed by account and by address; docs/decisions/0005-sign-in.md has the reasons for
 * these numbers. An attempt is counted before the password is looked at, so that attempts at the
 * same time cannot exceed the allowance.
 */
const minute = 60;

/** One account from one network: only whoever sits there can be slowed by it. */
const accountAndNetwork = { allowance: 10, firstSeconds: 1, maxSeconds: 15 * minute };

/** One account from everywhere. The longest delay is short, since strangers can bring it about. */
const account = { allowance: 30, firstSeconds: 1, maxSeconds: minute };

/** One network, whatever the account. Many people can be behind one address. */
const network = { allowance: 100, firstSeconds: 1, maxSeconds: 5 * minute };

/** Asking for links: each costs somebody a mail. */
const linkForAccount = { allowance: 5, firstSeconds: minute, maxSeconds: 5 * minute };
const linkFromNetwork = { allowance: 20, firstSeconds: minute, maxSeconds: 15 * minute };

/** Inviting costs a stranger a mail. What one organization does never shows to another: both are its own. */
const invitationOfAddress = { allowance: 5, firstSeconds: minute, maxSeconds: 15 * minute };
const invitationByOrganization = { allowance: 200, firstSeconds: 1, maxSeconds: minute };

/** What an attempt counts for. The account's own comes first. */
export type Attempt = readonly [AttemptLimit, ...AttemptLimit[]];

/**
 * Counts an attempt to guess the password of this email. Refuses it with RATE_LIMITED. Callers of unknown
 * address do not share a network: who guesses among them would keep all the others out.
 */
export async function beginPasswordAttempt(
  database: Database,
  email: string,
  address: string | null,
): Promise<Attempt> {
  const ofAccount = { subject: subjectOf('account', email), ...account };
  if (address === null) return begin(database, [ofAccount]);
  const from = networkOf(address);
  // Where the person has a session, a stranger's guesses from elsewhere change nothing.
  const known = await isKnownNetwork(database, email, from);
  return begin(database, [
    { subject: subjectOf('account and network', email, from), ...accountAndNetwork },
    ...(known ? [] : [ofAccount]),
    { subject: subjectOf('network', from), ...network },
  ]);
}

/** Counts asking for a link to this email. Refuses it with RATE_LIMITED. */
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
 * Counts the mail of an invitation to this address, in the transaction that has it sent: one that is
 * not sent counts nothing. Refuses it with RATE_LIMITED.
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

/** The password was right: the account starts anew here, and elsewhere the attempt never was. */
export async function endPasswordAttempt(
  database: Database,
  [accountHere, ...others]: Attempt,
): Promise<void> {
  await takeBack(database, accountHere, 'all');
  for (const limit of others) await takeBack(database, limit, 'one');
}

/** A new password: what was guessed of the old one does not matter, at this address or any. */
export async function forgiveAccount(
  database: Database,
  email: string,
  address: string | null,
): Promise<void> {
  const subjects = [subjectOf('account', email)];
  if (address !== null) subjects.push(subjectOf('account and network', email, networkOf(address)));
  for (const subject of subjects) await takeBack(database, { subject, ...account }, 'all');
}

/** All are counted or none is. */
async function begin(
  database: Database | Transaction,
  attempt: Attempt,
  problem = 'Too many attempts.',
): Promise<Attempt> {
  // Always in the same order, or two attempts could each wait for the other.
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

/** The canonical address, or for IPv6 the /64 that belongs to one customer; as CIDR. */
function networkOf(address: string): string {
  if (!address.includes(':')) return `${address}/32`;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString()}/64`;
}

/** Hashed: nobody should read from this table who tried to sign in from where. */
function subjectOf(...parts: string[]): Buffer {
  return hash('sha256', parts.join('\0'), 'buffer');
}
