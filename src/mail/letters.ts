import type { Services } from '../access/context.ts';
import type { Letter, LetterPart } from './render-letter.ts';

/** The facts about this installation that every letter needs. */
type Sender = { readonly productName: string; readonly publicUrl: URL };

/** Read for each mail: in tests, the address is known only once the server listens. */
export type LetterServices = Pick<Services, 'configuration' | 'publicUrl'>;

export function senderOf({ configuration: { productName }, publicUrl }: LetterServices): Sender {
  return { productName, publicUrl };
}

type Invitation = {
  readonly to: string;
  readonly token: string;
  readonly organizationName: string;
  /** Null: the operator, with the command line. */
  readonly invitedBy: string | null;
  readonly expiresAt: Date;
};

export function invitationLetter(sender: Sender, invitation: Invitation): Letter {
  const { to, token, invitedBy, expiresAt } = invitation;
  const { productName } = sender;
  const organizationName = withoutLinks(invitation.organizationName);
  const opening =
    invitedBy === null
      ? `You are invited to join ${organizationName} on ${productName}.`
      : `${withoutLinks(invitedBy)} invites you to join ${organizationName} on ${productName}.`;
  return {
    to,
    subject: `Join ${organizationName} on ${productName}`,
    parts: [
      paragraph(opening),
      { type: 'link', label: 'Accept the invitation', url: linkTo(sender, 'accept-invitation', token) },
      paragraph(`The link works once, until ${formatInstant(expiresAt)}.`),
      ...byHand(sender, token, acceptInvitationDocument),
      paragraph('If you did not expect this invitation, you can ignore it.'),
    ],
  };
}

export function passwordResetLetter(
  sender: Sender,
  { to, token, expiresAt }: { to: string; token: string; expiresAt: Date },
): Letter {
  return {
    to,
    subject: `Set a new password for ${sender.productName}`,
    parts: [
      paragraph(`Somebody, most likely you, asked to set a new password for ${to} on ${sender.productName}.`),
      { type: 'link', label: 'Set a new password', url: linkTo(sender, 'reset-password', token) },
      paragraph(
        `The link works once, until ${formatInstant(expiresAt)}, and ends when you ask for another one.`,
      ),
      ...byHand(sender, token, resetPasswordDocument),
      paragraph('If it was not you, ignore this mail: your password stays as it is.'),
    ],
  };
}

export function passwordChangedLetter(sender: Sender, { to }: { to: string }): Letter {
  const { productName, publicUrl } = sender;
  return {
    to,
    subject: `Your password for ${productName} was changed`,
    parts: [
      paragraph(`The password for ${to} on ${productName} was changed, and other sessions were ended.`),
      paragraph(
        `If it was not you, set a new one now: send requestPasswordReset to ${publicUrl.origin}/graphql, and tell an owner of your organization.`,
      ),
    ],
  };
}

/**
 * Makes links in a name harmless by spaces without width. Mail programs turn addresses in a text into links. Others
 * choose the name, and this letter goes to strangers: a name such as `https://evil.example/login` must not become a
 * link.
 */
function withoutLinks(name: string): string {
  return name.replaceAll(/(?<=\S)[.。．｡․:/@\\]+(?=\S)/g, '$&\u200b');
}

function paragraph(text: string): LetterPart {
  return { type: 'paragraph', text };
}

/** Puts the token after `#`. Browsers send that part to no server, so it is in no log and no Referer header. */
function linkTo({ publicUrl }: Sender, page: string, token: string): string {
  return `${new URL(page, publicUrl).href}#token=${token}`;
}

/** The pages of the links do not exist yet, so each letter also explains how to do it without a page. */
function byHand({ publicUrl }: Sender, token: string, document: string): LetterPart[] {
  return [
    paragraph(
      `This installation has no web page for it yet. Until it does, send this mutation to ${publicUrl.origin}/graphql with the token:`,
    ),
    { type: 'code', text: document },
    { type: 'code', text: token },
  ];
}

const acceptInvitationDocument = `mutation {
  acceptInvitation(input: { token: "…", name: "…", password: "…" }) { __typename }
}`;

const resetPasswordDocument = `mutation {
  resetPassword(input: { token: "…", newPassword: "…" }) { __typename }
}`;

/** `1 October 2026, 14:30 UTC` */
function formatInstant(instant: Date): string {
  const text = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(instant);
  return `${text.replace(' at ', ', ')} UTC`;
}
