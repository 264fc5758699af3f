import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { badInput } from '../errors.ts';
import type { ClientCredentials } from './authenticate-client.ts';
import { InvalidClient } from './tokens.errors.ts';

const text = z.string().optional();

/** The parameters by which a client authenticates in the body (RFC 6749, section 2.3.1) instead of by HTTP Basic. */
export const clientShape = {
  client_id: text,
  client_secret: text,
  /** Known only so that it can be refused beside another way of authentication. */
  client_assertion: text,
  /** `org_…`. If it is present, it must be the key's organization. */
  organization_id: text,
};

export type ClientForm = z.output<z.ZodObject<typeof clientShape>>;

/** Values for the documentation. */
export const exampleClient = {
  keyId: 'key_01h455vb4pex5vsknk084sn02q',
  secret: 'sk_live_EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE',
  organizationId: 'org_01h455vb4pex5vsknk084sn02q',
  issuer: 'https://keys.example.com',
  token: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiJrZXlfMDFoIn0.c2lnbmF0dXJl',
} as const;

/** Refuses a client that authenticates in more than one way (RFC 6749, section 2.3). Throws BAD_USER_INPUT. */
export function requireOneWay(authorization: string | undefined, form: ClientForm): void {
  const ways = [authorization, form.client_secret, form.client_assertion].filter((way) => way !== undefined);
  if (ways.length <= 1) return;
  throw badInput([
    { field: 'client_secret', problem: 'authenticate in one way: by the header or in the body' },
  ]);
}

/** Reads the credentials of a client, from HTTP Basic or from the body. Throws BAD_USER_INPUT and InvalidClient. */
export function clientCredentials(authorization: string | undefined, form: ClientForm): ClientCredentials {
  requireOneWay(authorization, form);
  const organization = form.organization_id;
  if (authorization === undefined) {
    const { client_id: clientId, client_secret: clientSecret } = form;
    if (clientSecret === undefined) throw new InvalidClient('The request has no client authentication.');
    if (clientId === undefined)
      throw badInput([{ field: 'client_id', problem: 'required beside client_secret' }]);
    return { clientId, clientSecret, organization };
  }
  const basic = basicCredentials(authorization);
  if (form.client_id !== undefined && form.client_id !== basic.clientId) {
    throw badInput([{ field: 'client_id', problem: 'is not the one in the Authorization header' }]);
  }
  return { ...basic, organization };
}

/** Reads HTTP Basic (RFC 7617). OAuth encodes both parts as in forms: `key%5F01…`. */
function basicCredentials(authorization: string): Omit<ClientCredentials, 'organization'> {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const clientId = formDecoded(text.slice(0, colon));
  const clientSecret = formDecoded(text.slice(colon + 1));
  if (colon === -1 || clientId === null || clientSecret === null) {
    throw new InvalidClient('The Authorization header is not of the form Basic base64(id:secret).');
  }
  return { clientId, clientSecret };
}

function formDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // The percent sign is not followed by two hexadecimal digits.
    return null;
  }
}

/** The client's address and program, which verifications record. */
export function originOf({ callerAddress, headers }: FastifyRequest) {
  return { address: callerAddress, userAgent: headers['user-agent'] ?? null };
}
