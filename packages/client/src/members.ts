import {
  MemberDocument,
  type MemberFieldsFragment,
  MembersDocument,
  RemoveMemberDocument,
  type RemoveMemberMutation,
  TransferOwnershipDocument,
  type TransferOwnershipMutation,
  UpdateMemberDocument,
  type UpdateMemberInput,
  type UpdateMemberMutation,
} from './documents.generated.ts';
import type { CallOptions, GraphQLCall } from './graphql.ts';
import { Listing, type PagingOptions } from './listing.ts';
import { inOrganization } from './organization.ts';
import { type Result, resultOf } from './result.ts';

export type Member = MemberFieldsFragment;
export type MemberChanges = Omit<UpdateMemberInput, 'memberId'>;

export type UpdateMemberResult = Result<UpdateMemberMutation['updateMember']>;
export type RemoveMemberResult = Result<RemoveMemberMutation['removeMember']>;

/** The members of the current organization. */
export class Members {
  readonly #call: GraphQLCall;

  constructor(call: GraphQLCall) {
    this.#call = call;
  }

  /** Returns null if the current organization has no such member. */
  async get(id: string, options?: CallOptions): Promise<Member | null> {
    return inOrganization(await this.#call(MemberDocument, { id }, options)).member;
  }

  list(paging: PagingOptions = {}, options?: CallOptions): Listing<Member> {
    return new Listing(
      async (page) => inOrganization(await this.#call(MembersDocument, page, options)).members,
      paging,
    );
  }

  async update(id: string, changes: MemberChanges, options?: CallOptions): Promise<UpdateMemberResult> {
    const input = { ...changes, memberId: id };
    return resultOf((await this.#call(UpdateMemberDocument, { input }, options)).updateMember);
  }

  /** Removes a member, whose access ends at once. With the caller's own id, the caller leaves. */
  async remove(id: string, options?: CallOptions): Promise<RemoveMemberResult> {
    return resultOf(
      (await this.#call(RemoveMemberDocument, { input: { memberId: id } }, options)).removeMember,
    );
  }

  /** Makes another member an owner. The caller must be an owner and becomes an admin. */
  async transferOwnership(
    id: string,
    options?: CallOptions,
  ): Promise<TransferOwnershipMutation['transferOwnership']> {
    const input = { memberId: id };
    return (await this.#call(TransferOwnershipDocument, { input }, options)).transferOwnership;
  }
}
