import { LatchkeyError } from './errors.ts';
import { post, problemError } from './send.ts';
import type { Connection } from './settings.ts';
import { isRecord } from './values.ts';
import type { VerificationAnswer, VerificationQuestion } from './verification.ts';

/** `POST /v1/verify`. Never sent twice: the first may have consumed the key's limit. */
export async function verifyOnline(
  connection: Connection,
  serviceToken: string,
  question: VerificationQuestion,
  signal?: AbortSignal,
): Promise<VerificationAnswer> {
  const asking = { ...connection, secrets: [...connection.secrets, question.key] };
  const answer = await post(asking, 'v1/verify', {
    headers: { 'content-type': 'application/json', authorization: `Bearer ${serviceToken}` },
    body: JSON.stringify(question),
    signal,
  });
  if (answer.status !== 200) throw problemError(asking, answer);
  if (isVerificationAnswer(answer.body)) return answer.body;
  throw new LatchkeyError('UNEXPECTED_ANSWER', `${connection.url.origin} did not answer with a verification`);
}

/** What a decision rests on is checked; a code that this version does not know lets nobody in. */
function isVerificationAnswer(body: unknown): body is VerificationAnswer {
  if (!isRecord(body) || typeof body['code'] !== 'string' || typeof body['status'] !== 'number') return false;
  if (body['valid'] !== true) return body['valid'] === false;
  return body['code'] === 'VALID' && typeof body['keyId'] === 'string' && Array.isArray(body['scopes']);
}
