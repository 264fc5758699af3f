import { LatchkeyError } from './errors.ts';
import { post, problemError } from './send.ts';
import type { Connection } from './settings.ts';
import { isRecord, textOf } from './values.ts';
import type { VerificationAnswer, VerificationQuestion } from './verification.ts';

/**
 * Sends `POST /v1/verify`. If the connection breaks without an answer, it is sent once more, but never after a
 * time-out. Usually an idle connection was closed and Latchkey saw no request. If it did, the key's limit is consumed
 * twice.
 */
export async function verifyOnline(
  connection: Connection,
  serviceToken: string,
  question: VerificationQuestion,
  signal?: AbortSignal,
): Promise<VerificationAnswer> {
  // Code that no compiler has checked can leave the key out; Latchkey then names what is missing.
  const key = textOf(question.key);
  const asking = { ...connection, secrets: [...connection.secrets, ...(key === undefined ? [] : [key])] };
  const answer = await post(asking, 'v1/verify', {
    headers: { 'content-type': 'application/json', authorization: `Bearer ${serviceToken}` },
    body: JSON.stringify(question),
    resendUnanswered: true,
    signal,
  });
  if (answer.status !== 200) throw problemError(asking, answer);
  if (isVerificationAnswer(answer.body)) return answer.body;
  throw new LatchkeyError('UNEXPECTED_ANSWER', `${connection.url.origin} did not answer with a verification`);
}

/** Checks the members that decisions use. A code that this version does not know lets nobody pass. */
function isVerificationAnswer(body: unknown): body is VerificationAnswer {
  if (!isRecord(body) || typeof body['code'] !== 'string' || typeof body['status'] !== 'number') return false;
  if (body['valid'] !== true) return body['valid'] === false;
  return body['code'] === 'VALID' && typeof body['keyId'] === 'string' && Array.isArray(body['scopes']);
}
