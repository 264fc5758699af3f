import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { authenticateRequest } from '../access/authenticate-request.ts';
import { authorizeService } from '../access/authorize.ts';
import type { RequestContext, Services } from '../access/context.ts';
import { Refusal } from '../errors.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { parseJsonBody } from '../http/json-body.ts';
import { bodyRoot } from '../http/problem-fields.ts';
import { fastifyPath } from '../http/route.ts';
import { parseInput } from '../input.ts';
import { formatId } from '../lib/ids.ts';
import { type ReportedKey, reportExposures, reportGithubExposures } from './exposures.ts';
import { createGithubKeys, type GithubKeys } from './github-keys.ts';
import { checkGithubSignature, type GithubSignature } from './github-signature.ts';

const maxFound = 5000;
const maxTokenLength = 4096;

const token = z
  .string('expected the whole key')
  .min(1, 'expected the whole key')
  .max(maxTokenLength, `expected at most ${maxTokenLength} characters`);

/** GitHub may add members later. They are ignored, so that no exposed key is missed. */
export const githubReport = z
  .array(
    z.object({
      token,
      type: z.string().describe('GitHub’s name for this kind of key.'),
      url: z.string().nullish().describe('May be empty.'),
      source: z.string().nullish(),
    }),
    'expected a list, as GitHub sends it',
  )
  .max(maxFound, `expected at most ${maxFound} at a time`)
  .meta({ id: 'GithubReport' });

export const exposureReport = z
  .strictObject(
    {
      exposures: z
        .array(
          z.strictObject({
            token: token.describe('The key, all of it.'),
            url: z
              .url({ protocol: /^https?$/, error: 'expected an http or https address' })
              .max(2000, 'expected at most 2000 characters')
              .nullish()
              .describe('The address of the place. If it contains the key, the key is removed.'),
            source: z
              .string()
              .max(100, 'expected at most 100 characters')
              .nullish()
              .describe('The kind of place, such as `commit` or `log`.'),
          }),
          'expected a list',
        )
        .min(1, 'expected at least one')
        .max(maxFound, `expected at most ${maxFound} at a time`),
    },
    'expected an object with "exposures"',
  )
  .meta({ id: 'ExposureReport' });

/** Both forms: GitHub's with its signature, the other with a service token. */
const report = z.union([exposureReport, githubReport]);

export const githubFeedback = z
  .array(
    z.object({
      token_hash: z.string().describe('SHA-256 of the token, in hexadecimal.'),
      token_type: z.string(),
      label: z.enum(['true_positive', 'false_positive']),
    }),
  )
  .meta({ id: 'GithubFeedback' });

export const exposureAnswer = z
  .object({
    data: z
      .array(
        z.object({
          token_hash: z.string().describe('SHA-256 of the token, in hexadecimal.'),
          result: z
            .enum(['revoked', 'flagged', 'unknown'])
            .describe(
              '`revoked`: the key no longer works, since this report or since earlier. `flagged`: the key still works. `unknown`: it is not a key of this installation.',
            ),
          key_id: z.string().nullable(),
          organization_id: z.string().nullable(),
        }),
      )
      .describe('In the order of the report.'),
  })
  .meta({ id: 'ExposureAnswer' });

const place =
  'https://github.com/octocat/Hello-World/blob/12345600b9cbe38a219f39a9941c9319b600c002/foo/bar.txt';
const exposed = 'sk_live_EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE';
const tokenHash = 'c9f58b0f8b8c4b7e3d6f0d3a4f4d3d1c4a3c8e0f2b7a6d5e4c3b2a1908f7e6d5';

export const reportExposuresEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/exposures',
  operationId: 'reportExposures',
  tag: 'Exposed keys',
  summary: 'Report keys that were found in public',
  description: `The product’s configuration decides whether a reported key is revoked or only flagged. The place is recorded, and only once if the report is repeated.

There are two forms. A **service token** with \`REPORT_EXPOSURES\` sends \`{ "exposures": [ … ] }\`. **GitHub's secret scanning partner program** sends a list, and signs the raw body in the headers \`Github-Public-Key-Identifier\` and \`Github-Public-Key-Signature\`; the answer is GitHub's feedback.`,
  security: ['bearer', 'githubSignature'],
  parameters: [
    {
      name: 'Github-Public-Key-Identifier',
      in: 'header',
      description: 'The id of the published GitHub key that signed the body. Only with a signature.',
      schema: z.string(),
    },
  ],
  wrongValuesStatus: 422,
  body: {
    schema: report,
    examples: {
      service: { exposures: [{ token: exposed, url: place, source: 'commit' }] },
      github: [{ token: exposed, type: 'acme_api_key', url: place, source: 'content' }],
    },
  },
  answers: {
    200: {
      description: 'The result for each reported key.',
      content: {
        schema: z.union([exposureAnswer, githubFeedback]),
        examples: {
          service: {
            data: [
              {
                token_hash: tokenHash,
                result: 'revoked',
                key_id: 'key_01h455vb4pex5vsknk084sn02q',
                organization_id: 'org_01h455vb4pex5vsknk084sn02q',
              },
            ],
          },
          github: [{ token_hash: tokenHash, token_type: 'acme_api_key', label: 'true_positive' }],
        },
      },
    },
  },
  errors: [
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'BAD_USER_INPUT',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'SERVICE_UNAVAILABLE',
  ],
};

const bodyLimit = 1_048_576;

/** Serves `POST /v1/exposures`, for a service and for GitHub itself. */
export function exposureRoute(services: Services) {
  const { configuration, clock, log } = services;
  const { githubKeysUrl: url } = configuration;
  const githubKeys = url === null ? null : createGithubKeys({ url, clock, log });
  return async function register(app: FastifyInstance): Promise<void> {
    // GitHub signs the bytes of the body. Parsing and writing them again would change them.
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    const contexts = new WeakMap<FastifyRequest, RequestContext>();
    app.route({
      method: reportExposuresEndpoint.method,
      url: fastifyPath(reportExposuresEndpoint.path),
      bodyLimit,
      onRequest: async (request) => {
        if (signatureOf(request) !== null) return;
        const context = await authenticateRequest(services, request);
        authorizeService(context.actor, 'REPORT_EXPOSURES');
        contexts.set(request, context);
      },
      handler: async (request) => {
        const body = bytesOf(request);
        const context = contexts.get(request);
        if (context !== undefined) return serviceReport(context, body);
        return githubAnswer(services, githubKeys, signatureOf(request), body);
      },
    });
  };
}

async function serviceReport(context: RequestContext, body: Buffer) {
  const { exposures } = parseInput(exposureReport, parseJsonBody(body), bodyRoot);
  const found = exposures.map(({ token, url = null, source = null }) => ({ token, url, source }));
  const reported = await reportExposures(context, found);
  return {
    data: reported.map(({ tokenHash, key }) => ({
      token_hash: tokenHash,
      result: resultOf(key),
      key_id: key && formatId('apiKey', key.apiKeyId),
      organization_id: key && formatId('organization', key.organizationId),
    })),
  };
}

function resultOf(key: ReportedKey['key']): 'revoked' | 'flagged' | 'unknown' {
  if (key === null) return 'unknown';
  return key.outcome === 'FLAGGED' ? 'flagged' : 'revoked';
}

async function githubAnswer(
  services: Services,
  keys: GithubKeys | null,
  signature: GithubSignature | null,
  body: Buffer,
) {
  if (keys === null || signature === null) {
    throw new Refusal('FORBIDDEN', 'Reports signed by GitHub are not accepted here (githubKeysUrl).');
  }
  await checkGithubSignature(keys, signature, body);
  const items = parseInput(githubReport, parseJsonBody(body), bodyRoot);
  const found = items.map(({ token, url = null, source = null }) => ({ token, url, source }));
  const reported = await reportGithubExposures(services, found);
  return reported.map(({ tokenHash, key }, index) => ({
    token_hash: tokenHash,
    token_type: items[index]?.type ?? '',
    label: key === null ? 'false_positive' : 'true_positive',
  }));
}

/** Returns null if there is no signature. If one header is missing, the signature is invalid. */
function signatureOf({ headers }: FastifyRequest): GithubSignature | null {
  const identifier = headers['github-public-key-identifier'];
  const signature = headers['github-public-key-signature'];
  if (identifier === undefined && signature === undefined) return null;
  return { identifier: String(identifier ?? ''), signature: String(signature ?? '') };
}

function bytesOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}
