import {
  type InvitationFieldsFragment,
  InvitationsDocument,
  InviteMemberDocument,
  type InviteMemberInput,
  type InviteMemberMutation,
  ResendInvitationDocument,
  type ResendInvitationMutation,
  RevokeInvitationDocument,
  type RevokeInvitationMutation,
} from './documents.generated.ts';
import type { CallOptions, GraphQLCall } from './graphql.ts';
import { Listing, type PagingOptions } from './listing.ts';
import { inOrganization } from './organization.ts';
import { type Result, resultOf } from './result.ts';

export type Invitation = InvitationFieldsFragment;
export type NewInvitation = InviteMemberInput;
export type CreateInvitationResult = Result<InviteMemberMutation['inviteMember']>;
export type ResendInvitationResult = Result<ResendInvitationMutation['resendInvitation']>;
export type RevokeInvitationResult = Result<RevokeInvitationMutation['revokeInvitation']>;

/** The invitations to the current organization. */
export class Invitations {
  readonly #call: GraphQLCall;

  constructor(call: GraphQLCall) {
    this.#call = call;
  }

  /** Mails a link that works once. */
  async create(invitation: NewInvitation, options?: CallOptions): Promise<CreateInvitationResult> {
    return resultOf((await this.#call(InviteMemberDocument, { input: invitation }, options)).inviteMember);
  }

  list(paging: PagingOptions = {}, options?: CallOptions): Listing<Invitation> {
    return new Listing(
      async (page) => inOrganization(await this.#call(InvitationsDocument, page, options)).invitations,
      paging,
    );
  }

  /** Mails a new link. The former link no longer works. */
  async resend(id: string, options?: CallOptions): Promise<ResendInvitationResult> {
    return resultOf(
      (await this.#call(ResendInvitationDocument, { input: { id } }, options)).resendInvitation,
    );
  }

  /** Revokes an invitation. Its link stops working at once. */
  async revoke(id: string, options?: CallOptions): Promise<RevokeInvitationResult> {
    return resultOf(
      (await this.#call(RevokeInvitationDocument, { input: { id } }, options)).revokeInvitation,
    );
  }
}
