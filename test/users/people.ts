import { hashPassword } from '../../src/users/passwords.ts';
import { graphql } from '../gql/index.ts';
import type { TestApp } from '../support/app.ts';
import type { SendOptions } from '../support/graphql.ts';
import { type SeededMember, seedOrganization } from '../support/seed.ts';

export const SignIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ... on SignInPayload { sessionToken expiresAt viewer { id email name } }
      ... on Error { code message remedy }
    }
  }
`);

export const ViewerQuery = graphql(`
  query Viewer {
    viewer {
      id
      email
      name
      sessions { id current address userAgent createdAt lastUsedAt expiresAt }
      memberships { id role organization { id name } }
    }
  }
`);

export const goodPassword = 'staple-battery-horse-42';

// Hashing takes a while, and every test needs the same.
let passwordHash: Promise<string> | undefined;

/** The owner of a new organization, who has a password. */
export async function seedPerson(app: TestApp): Promise<SeededMember> {
  const { owner } = await seedOrganization(app);
  await givePassword(app, owner);
  return owner;
}

export async function givePassword({ services: { database } }: TestApp, person: SeededMember): Promise<void> {
  passwordHash ??= hashPassword(goodPassword);
  await database
    .updateTable('users')
    .set({ passwordHash: await passwordHash })
    .where('id', '=', person.userUuid)
    .execute();
}

/** Signs in as if from this address. */
export function signIn(app: TestApp, email: string, password: string, options: SendOptions = {}) {
  return app.graphql(SignIn, { input: { email, password } }, options);
}

export function from(address: string): SendOptions {
  return { headers: { 'x-forwarded-for': address } };
}
